import { BTC, FREE, nothing, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const SYMBOL = BTC;

/** Rests a bid of 2 at 90 on the close of the second minute, and does the rest a minute later each. */
const bidding = (...acts: readonly ((ctx: Context, id: string) => void)[]) =>
  scripted(
    (ctx) => ctx.buy(SYMBOL, '2', { price: '90' }),
    ...acts.map((act) => act && ((ctx: Context) => act(ctx, ctx.openOrders[0]!.clientOrderId))),
  );

const flat = (price: number) => [price, price, price, price] as const;
const ROWS: Rows = [flat(100), flat(100), flat(100), [100, 100, 95, 100], [100, 100, 89, 100], flat(100)];

describe('an amendment in a backtest', () => {
  it('moves the order to where the market comes', () => {
    // Amended at the close of the third minute to 96; the fourth falls to 95 after two thirds of it.
    const moved = bidding((ctx, id) => ctx.amend(id, { price: '96' }));
    expect(told(run(moved, ROWS))).toEqual(['220 BUY 2 at 96 for 0']);
    expect(told(run(bidding(nothing), ROWS))).toEqual(['280 BUY 2 at 90 for 0']);
  });

  it('changes how much is bought, and the strategy hears of it', () => {
    const heard: string[] = [];
    const strategy = {
      ...bidding((ctx, id) => ctx.amend(id, { quantity: '1' })),
      onOrder: (_: Context, { status }: { status: string }) => void heard.push(status),
    };
    expect(told(run(strategy, ROWS))).toEqual(['280 BUY 1 at 90 for 0']);
    expect(heard).toEqual(['ACCEPTED', 'ACCEPTED', 'FILLED']);
  });

  it('arrives after the latency, and comes too late for an order that has filled', () => {
    const heard: string[] = [];
    const strategy = {
      ...bidding(nothing, (ctx, id) => ctx.amend(id, { quantity: '1' })),
      onOrder: (_: Context, { status, reason = '' }: { status: string; reason?: string }) => void heard.push(`${status}${reason}`),
    };
    // Sent when the fourth minute closes at 240 s, there ten seconds after the fill.
    const late = run(strategy, ROWS, { fills: { ...FREE, latency: 50_000 } });
    expect(told(late)).toEqual(['280 BUY 2 at 90 for 0']);
    expect([late.fault, heard]).toEqual([null, ['ACCEPTED', 'FILLED']]);
  });

  it('that takes at once does so at the price of its moment', () => {
    const crossing = bidding((ctx, id) => ctx.amend(id, { price: '101' }));
    expect(told(run(crossing, ROWS))).toEqual(['180 BUY 2 at 100 for 0']);
  });
});
