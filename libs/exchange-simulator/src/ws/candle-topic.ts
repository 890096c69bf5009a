import { toCandle } from '../market/candles';
import { barOfPeriod, periodOf, type Period } from '../market/periods';
import { PacedTopic, type Moment, type TopicParts } from './topic';

/** Candles: the unfinished one every second, the finished one always and once, before the next is told. */
export class CandleTopic extends PacedTopic {
  protected readonly interval = 1_000;

  constructor(
    name: string,
    parts: TopicParts,
    private readonly code: string,
  ) {
    super(name, parts);
  }

  override barClosed({ at }: Moment): void {
    const closed = periodOf(this.code, at - 1)!;
    if (closed.end === at) this.push(closed, at, true);
  }

  protected override speak({ at }: Moment): void {
    this.push(periodOf(this.code, at)!, at, false);
  }

  private push(period: Period, at: number, confirm: boolean): void {
    const bar = barOfPeriod(this.market, period);
    if (!bar) return;
    const candle = toCandle(this.market, period.end - period.start, bar);
    const data = [{ start: candle.start, end: candle.end, interval: this.code, ...pricesOf(candle), confirm, timestamp: at }];
    this.publish(JSON.stringify({ topic: this.name, data, ts: at, type: 'snapshot' }));
  }
}

function pricesOf({ open, close, high, low, volume, turnover }: ReturnType<typeof toCandle>): object {
  return { open, close, high, low, volume, turnover };
}
