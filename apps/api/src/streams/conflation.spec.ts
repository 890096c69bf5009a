import { setTimeout as pause } from 'node:timers/promises';
import { Conflation } from './conflation';

interface Price {
  readonly symbol: string;
  readonly bid: number;
}

function prices(keep = 10): { values: Conflation<Price>; read: AsyncGenerator<Price, void, undefined>; ending: AbortController } {
  const values = new Conflation<Price>({ interval: 20, keyOf: ({ symbol }) => symbol, keep });
  const ending = new AbortController();
  return { values, read: values.read(ending.signal), ending };
}

describe('Conflation', () => {
  it('gives a slow reader the newest value of each key, never the ones between', async () => {
    const { values, read } = prices();
    for (const bid of [1, 2, 3]) values.push({ symbol: 'BTC', bid });
    values.push({ symbol: 'ETH', bid: 9 });
    expect((await read.next()).value).toEqual({ symbol: 'BTC', bid: 3 });
    expect((await read.next()).value).toEqual({ symbol: 'ETH', bid: 9 });
  });

  it('gives a value that arrives while the reader waits', async () => {
    const { values, read } = prices();
    const next = read.next();
    await pause(5);
    values.push({ symbol: 'BTC', bid: 1 });
    expect((await next).value).toEqual({ symbol: 'BTC', bid: 1 });
  });

  it('keeps the interval between two batches', async () => {
    const { values, read } = prices();
    values.push({ symbol: 'BTC', bid: 1 });
    await read.next();
    const start = performance.now();
    values.push({ symbol: 'BTC', bid: 2 });
    await read.next();
    expect(performance.now() - start).toBeGreaterThanOrEqual(15);
  });

  it('drops the oldest key when a reader is so slow that too many wait', async () => {
    const { values, read } = prices(2);
    for (const symbol of ['A', 'B', 'C']) values.push({ symbol, bid: 1 });
    expect((await read.next()).value?.symbol).toBe('B');
    expect((await read.next()).value?.symbol).toBe('C');
  });

  it('ends at once when its reader leaves', async () => {
    const { read, ending } = prices();
    const next = read.next();
    ending.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
