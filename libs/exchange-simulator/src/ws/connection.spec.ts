import { aliveTime } from './alive-time';
import { MOST_UNREAD } from './connection';
import { ConnectionCounter, RequestCounter, REAL_LIMITS } from './connection-limits';
import { Message } from './frame';
import { listener } from './testing/ladder-market';

describe('a connection', () => {
  it('is cut when its client leaves too much unread, and gets nothing more', () => {
    let unread = MOST_UNREAD;
    const slow = listener(() => unread);
    slow.connection.send(new Message('data', '{"n":1}', 'orderbook.50.BTCUSDT'));
    expect([slow.isCut(), slow.texts]).toEqual([false, ['{"n":1}']]);
    unread += 1;
    slow.connection.send(new Message('data', '{"n":2}', 'orderbook.50.BTCUSDT'));
    expect([slow.isCut(), slow.texts]).toEqual([true, ['{"n":1}']]);
  });

  it.each([
    ['/v5/private', 600_000],
    ['/v5/private?max_active_time=45s', 45_000],
    ['/v5/trade?x=1&max_active_time=2m', 120_000],
    ['/v5/private?max_active_time=5s', 30_000],
    ['/v5/private?max_active_time=11m', 600_000],
    ['/v5/private?max_active_time=soon', 600_000],
  ])('on %s lives %i ms without a frame', (url, alive) => {
    expect(aliveTime(url)).toBe(alive);
  });
});

describe('the limits of an address', () => {
  it('allow so many new connections within five minutes', () => {
    let now = 0;
    const counter = new ConnectionCounter({ ...REAL_LIMITS, newConnections: 2 }, () => now);
    const admitted = (address: string): boolean => counter.admits(address, '/v5/private');
    expect([admitted('a'), admitted('a'), admitted('a'), admitted('b')]).toEqual([true, true, false, true]);
    now = 300_001;
    expect(admitted('a')).toBe(true);
  });

  it('allow so many open connections on each path', () => {
    const counter = new ConnectionCounter({ ...REAL_LIMITS, openPerPath: 1 }, () => 0);
    counter.opened('a', '/v5/public/spot');
    expect([counter.admits('a', '/v5/public/spot'), counter.admits('a', '/v5/public/linear')]).toEqual([false, true]);
    counter.closed('a', '/v5/public/spot');
    expect(counter.admits('a', '/v5/public/spot')).toBe(true);
  });

  it('allow so many orders within a second', () => {
    let now = 1_500;
    const counter = new RequestCounter(2, () => now);
    expect([counter.admits('a'), counter.admits('a'), counter.admits('a'), counter.admits('b')]).toEqual([true, true, false, true]);
    now = 2_000;
    expect(counter.admits('a')).toBe(true);
  });
});
