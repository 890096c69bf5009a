import { SeededRandom } from '@libs/simulation';
import type { RunFill, RunRecord } from '../../metrics/run-record';
import type { ReportSubject } from '../report';

const SYMBOL = 'BTC/USDT:USDT';

export const SUBJECT: ReportSubject = {
  title: 'EMA cross on BTC',
  strategy: 'ema-cross',
  version: '1.2.0',
  params: { fast: 12, slow: 48, interval: '1h' },
  quote: 'USDT',
};

/** A run of so many bars whose trader is in and out every so often; the account is kept in floats, for pages only. */
export function sampleRun({ bars, step = 3_600_000, every = 40 }: { bars: number; step?: number; every?: number }): RunRecord {
  const random = new SeededRandom(7);
  const hours = step / 3_600_000;
  const chance = () => random.next() / 2 ** 32;
  const from = Date.UTC(2023, 0, 15);
  const column = () => new Float64Array(bars);
  const [times, opens, highs, lows, closes, equity, exposure] = [column(), column(), column(), column(), column(), column(), column()];
  const fills: RunFill[] = [];
  let [price, cash, held] = [20_000, 10_000, 0];
  for (let bar = 0; bar < bars; bar += 1) {
    const at = from + (bar + 1) * step;
    const open = price;
    price = Math.round(price * (1 + (chance() - 0.5) * 0.012 * Math.sqrt(hours) + 0.00001 * hours) * 10) / 10;
    times[bar] = at;
    opens[bar] = open;
    highs[bar] = Math.max(open, price) * 1.001;
    lows[bar] = Math.min(open, price) * 0.999;
    closes[bar] = price;
    if (bar % every === 0) {
      const side = held === 0 ? (chance() < 0.6 ? 'BUY' : 'SELL') : held > 0 ? 'SELL' : 'BUY';
      const why = held === 0 ? { tag: chance() < 0.5 ? 'cross-up' : 'dip' } : { reason: chance() < 0.3 ? 'STOP' : 'SIGNAL' };
      fills.push({ at, symbol: SYMBOL, side, quantity: '0.3', price: String(price), fee: (price * 0.3 * 0.00055).toFixed(6), ...why });
      const signed = side === 'BUY' ? 0.3 : -0.3;
      held = held === 0 ? signed : 0;
      cash -= signed * price + price * 0.3 * 0.00055;
    }
    equity[bar] = cash + held * price;
    exposure[bar] = Math.abs(held) * price;
  }
  const curve = { times, equity, exposure };
  const markets = [{ symbol: SYMBOL, times, opens, highs, lows, closes }];
  return { from, to: from + bars * step, startingEquity: '10000', curve, fills, markets };
}
