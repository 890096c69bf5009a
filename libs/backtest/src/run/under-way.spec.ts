import { eventsOf, runEvents, timed } from '../../test/events';
import { BTC, FREE, told } from '../../test/scripted';
import type { Context } from '../../test/scripted';

const constant = (ms: number) => ({ kind: 'CONSTANT', ms }) as const;
const openId = (ctx: Context): string => ctx.openOrders[0]!.clientOrderId;

describe('what is asked about an order that is under way', () => {
  // Sent at second 70, the order is there at 74; others trade through its price at `printed`.
  const filled = (act: (ctx: Context) => void, printed: number, fills: object): readonly string[] => {
    const events = eventsOf([0, 'BUY 100 x 1', 'SELL 99.5 x 4'], [printed, 'SELL 99 x 1'], [200, 'BUY 100 x 1']);
    return told(runEvents(timed({ 70: (ctx) => ctx.buy(BTC, '1', { price: '99.5' }), 71: act }), events, { fills: { ...FREE, ...fills } }));
  };

  it.each([
    ['a cancel', (ctx: Context) => ctx.cancel(openId(ctx))],
    ['an amendment', (ctx: Context) => ctx.amend(openId(ctx), { quantity: '0.5' })],
  ])('waits for its answer, as an executor lets it: %s', (_, act) => {
    // Answered at 74, asked then, there at 78; asked at 71 it would have been there at 75.
    expect(filled(act, 76, { latency: 4_000 })).toEqual(['76 BUY 1 at 99.5 for 0']);
    expect(filled(act, 79, { latency: 4_000 })).not.toEqual(['79 BUY 1 at 99.5 for 0']);
  });

  it('waits for as long as the answer is under way', () => {
    const latencies = { entry: constant(4_000), report: constant(3_000), seed: 1 };
    const cancel = (ctx: Context): void => ctx.cancel(openId(ctx));
    // Answered at 77, cancelled at 81; of the fill it is heard after 3 s.
    expect(filled(cancel, 80, { latencies })).toEqual(['83 BUY 1 at 99.5 for 0']);
    expect(filled(cancel, 82, { latencies })).toEqual([]);
  });
});
