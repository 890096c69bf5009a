import { Recent, RecentMap } from './recent';

describe('Recent', () => {
  it('holds the newest in order, and never many more than it keeps', () => {
    const recent = new Recent<number>(4);
    for (let item = 1; item <= 5; item += 1) recent.push(item);
    expect(recent.items).toEqual([1, 2, 3, 4, 5]);
    recent.push(6);
    expect(recent.items).toEqual([3, 4, 5, 6]);
  });
});

describe('RecentMap', () => {
  it('forgets the oldest key for each new one beyond what it keeps, however many there were', () => {
    const recent = new RecentMap<number>(3);
    for (let item = 1; item <= 20; item += 1) {
      recent.set(`k${item}`, item);
      const newest = [item - 2, item - 1, item].filter((one) => one > 0);
      expect([...recent.values()]).toEqual(newest);
      expect(recent.size).toBe(newest.length);
      expect(recent.get(`k${item - 3}`)).toBeUndefined();
    }
  });

  it('keeps the place of a key that gets another value', () => {
    const recent = new RecentMap<string>(2);
    recent.set('a', 'first');
    recent.set('b', 'second');
    recent.set('a', 'third');
    expect([...recent.values()]).toEqual(['third', 'second']);
    recent.set('c', 'fourth');
    expect([...recent.values()]).toEqual(['second', 'fourth']);
  });
});
