import { BTC, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const ROWS: Rows = Array.from({ length: 7 }, (_, n) => [100 + n, 100 + n, 100 + n, 100 + n] as const);

describe('ctx.target in a backtest', () => {
  it('sends what is missing, turns with an exit and an entry, and is silent where it stands', () => {
    const sent: number[] = [];
    const want = (quantity: string) => (ctx: Context) => void sent.push(ctx.target(BTC, quantity).length);
    const { fills } = run(scripted(want('2'), want('2'), want('-1'), want('0')), ROWS);
    expect(sent).toEqual([1, 0, 2, 1]);
    expect(told({ fills })).toEqual([
      '120 BUY 2 at 102 for 0',
      '240 SELL 2 at 104 for 0',
      '240 SELL 1 at 104 for 0',
      '300 BUY 1 at 105 for 0',
    ]);
  });

  it('takes back what leads away', () => {
    const cancelling = scripted(
      (ctx) => ctx.buy(BTC, '1', { price: '90' }),
      (ctx) => void ctx.target(BTC, '0'),
    );
    expect(told(run(cancelling, [...ROWS, [106, 106, 80, 80]]))).toEqual([]);
  });

  it('takes back what it sent in the same hook, when another is set', () => {
    const hesitant = scripted((ctx) => {
      ctx.target(BTC, '2', { price: '90' });
      ctx.target(BTC, '-1');
    });
    expect(told(run(hesitant, [...ROWS, [106, 106, 80, 80]]))).toEqual(['120 SELL 1 at 102 for 0']);
  });
});
