import type { Bar } from '@libs/kernel';
import type { TradingCore } from '@libs/engine';
import type { FeedQuality, Latency } from '@libs/market-data';
import type { Decision, SymbolTrusts } from '@libs/sdk';
import type { ValueBoard } from './value-board';

interface QuoteText {
  readonly bid: string;
  readonly ask: string;
}

/** What this account's screens follow, under the names that the api listens to. */
export class AccountTopics {
  private readonly prefix: string;

  constructor(
    accountId: string,
    private readonly core: Pick<TradingCore, 'accountValue' | 'progress'>,
    private readonly board: Pick<ValueBoard, 'set'>,
    private readonly publish: (topic: string, payload: unknown) => void,
  ) {
    this.prefix = `account.${accountId}`;
  }

  /** Facts are told at once; who hears of one reads it in the journal. */
  journal(seq: number): void {
    this.publish(`${this.prefix}.journal`, { seq });
  }

  value(): void {
    this.board.set(`${this.prefix}.value`, () => ({ ...this.core.accountValue(), marketTime: this.core.progress().marketTime }));
  }

  ticker(symbol: string, { bid, ask }: QuoteText, marketTime: number): void {
    this.board.set(`${this.prefix}.ticker`, () => ({ symbol, bid, ask, marketTime }), symbol);
  }

  bar(symbol: string, interval: string, bar: Bar, closed: boolean): void {
    // A closed bar and the next forming one are two values: neither may hide the other.
    this.board.set(`${this.prefix}.bar`, () => ({ symbol, interval, bar, closed }), `${symbol} ${interval} ${bar.start}`);
  }

  /** `trust` names the watched symbols that were not trusted when it was taken. */
  decision(taken: { readonly deploymentId: string; readonly decision: Decision; readonly trust?: SymbolTrusts }, marketTime: number): void {
    const { deploymentId, decision, trust } = taken;
    this.board.set(`${this.prefix}.decision`, () => ({ deploymentId, decision, marketTime, trust }), deploymentId);
  }

  /** Always the whole list, so that whoever missed one message is right again with the next. */
  feeds(feeds: readonly FeedQuality[]): void {
    this.publish(`${this.prefix}.feeds`, { feeds: feeds.map(shortened) });
  }
}

const HUNDREDTHS_OF_A_PERCENT = 1e4;

/** Only the digits that mean something: of hundreds of symbols the others would be most of the message. */
function shortened(quality: FeedQuality): FeedQuality {
  const uptime = Math.floor(quality.uptime * HUNDREDTHS_OF_A_PERCENT) / HUNDREDTHS_OF_A_PERCENT;
  const { exchangeToReceived, receivedToStrategy } = quality;
  return { ...quality, uptime, exchangeToReceived: rounded(exchangeToReceived), receivedToStrategy: rounded(receivedToStrategy) };
}

/** The histogram is right within 15 %, so three digits are plenty. */
function rounded(latency: Latency | null): Latency | null {
  return latency && { p50: Number(latency.p50.toPrecision(3)), p99: Number(latency.p99.toPrecision(3)) };
}
