import { once } from 'node:events';
import { withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source';
import { PgListener } from './pg-listener';

describe('PgListener', () => {
  const database = withPostgres();
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 2);
  });
  afterAll(() => dataSource.destroy());

  const notify = (payload: string): Promise<unknown> => dataSource.query(`SELECT pg_notify('plimsoll_inbox', $1)`, [payload]);

  it('returns after its connection was cut and says that something may have been missed', async () => {
    const listener = new PgListener({ url: database.url, backOffMs: 20 });
    const heard = new EventTarget();
    const gaps: number[] = [];
    listener.on('plimsoll_inbox', (payload) => heard.dispatchEvent(new Event(payload)));
    const returned = new Promise<void>((resolve) => listener.onGap(() => gaps.push(1) === 2 && resolve()));
    await listener.start();
    expect(gaps).toHaveLength(1);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%listener'`,
    );
    await returned;
    const arrival = once(heard, 'after');
    await notify('after');
    await arrival;
    expect(listener.connected).toBe(true);
    await listener.close();
  });

  it('hears a channel that is added later', async () => {
    const listener = new PgListener({ url: database.url });
    await listener.start();
    const heard = new Promise<string>((resolve) => listener.on('plimsoll_inbox', resolve));
    await new Promise((done) => setTimeout(done, 50));
    await notify('late');
    expect(await heard).toBe('late');
    await listener.close();
  });

  it('fails its start when there is no server', async () => {
    await expect(new PgListener({ url: 'postgres://nobody@127.0.0.1:1/none' }).start()).rejects.toThrow(/ECONNREFUSED/);
  });
});
