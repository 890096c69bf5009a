import { WatchedComponent } from './watched-component';

describe('WatchedComponent', () => {
  it('keeps the moment since which it is as it is', () => {
    let now = 0;
    const database = new WatchedComponent('postgres', () => new Date((now += 1_000)));
    database.seen('ok');
    expect(database.seen('ok').since).toEqual(new Date(1_000));
    expect(database.seen('down', 'connection refused')).toEqual({
      component: 'postgres',
      accountId: null,
      status: 'down',
      reason: 'connection refused',
      since: new Date(2_000),
    });
    expect(database.seen('ok').since).toEqual(new Date(3_000));
  });
});
