import { BTC, nothing, run, scripted, told } from '../../test/scripted';
import type { Rows } from '../../test/scripted';

const ROWS: Rows = Array.from({ length: 7 }, (_, n) => [100 + n, 100 + n, 100 + n, 100 + n] as const);

describe('ctx.target in a backtest', () => {
  it('sends what is missing, turns with an exit and an entry, and is silent where it stands', () => {
    const sent: string[] = [];
    const want = (quantity: string) => (ctx: Parameters<typeof nothing>[0]) => void sent.push(ctx.target(BTC, quantity));
    const { fills } = run(scripted(want('2'), want('2'), want('-1'), want('0')), ROWS);
    expect(sent).toEqual(['2', '0', '-3', '1']);
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
});
