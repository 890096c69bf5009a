import { FrameLog, type FrameEntry } from './frame-log';

const entry = (more: Partial<FrameEntry> = {}): FrameEntry => ({
  at: 1,
  wire: 'REST',
  direction: 'IN',
  connection: '',
  account: 'me',
  path: 'GET /v5/order/realtime',
  text: 'x',
  ...more,
});
const numbers = (log: FrameLog, query = {}): number[] => log.read(query).map(({ number }) => number);

describe('the frames', () => {
  it('are read by what they are', () => {
    const log = new FrameLog();
    log.add(entry());
    log.add(entry({ direction: 'OUT', account: 'you' }));
    log.add(entry({ wire: 'WS', path: 'orderbook.50.BTCUSDT', connection: 'c1', account: undefined }));
    expect(numbers(log)).toEqual([1, 2, 3]);
    expect(numbers(log, { account: 'you' })).toEqual([2]);
    expect(numbers(log, { wire: 'WS', connection: 'c1' })).toEqual([3]);
    expect(numbers(log, { direction: 'IN', path: 'order/' })).toEqual([1]);
  });

  it('are the newest ones, or those that follow a number', () => {
    const log = new FrameLog();
    for (let index = 0; index < 5; index += 1) log.add(entry());
    expect(numbers(log, { limit: 2 })).toEqual([4, 5]);
    expect(numbers(log, { after: 1, limit: 2 })).toEqual([2, 3]);
  });

  it('are forgotten from the oldest on, by number and by size', () => {
    const log = new FrameLog();
    for (let index = 0; index < 20_010; index += 1) log.add(entry());
    expect(numbers(log, { after: 0, limit: 1 })).toEqual([11]);
    for (let index = 0; index < 600; index += 1) log.add(entry({ text: 'y'.repeat(70_000) }));
    const kept = log.read({ limit: 100_000 });
    expect(kept).toHaveLength(511);
    expect(kept.at(-1)!.number).toBe(20_610);
  });
});
