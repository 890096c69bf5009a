import type { Input, InputBody } from '@libs/engine';

/** A data gap of a market; market times, epoch milliseconds. */
export interface Silence {
  readonly symbol: string;
  /** The first moment without data. */
  readonly from: number;
  /** When its quotes or its book resumed, or the recording ended. */
  readonly to: number;
  readonly why: SilenceCause;
}

export type SilenceCause = 'feed' | 'restart';

type Mark = Extract<InputBody, { readonly type: 'trust' }>;

/** Detects data gaps in a recording: the feed was lost, or the platform was not running. */
export class SilenceLog {
  private readonly heardAt = new Map<string, number>();
  private readonly open = new Map<string, Omit<Silence, 'to'>>();
  private readonly ended: Silence[] = [];
  private passedAt = -Infinity;

  /** Returns the gaps that began before this input and can only now be detected. */
  take({ body, marketTime }: Pick<Input, 'body' | 'marketTime'>): readonly Omit<Silence, 'to'>[] {
    const begun = this.begunBy(body);
    this.passedAt = marketTime;
    if (body.type === 'quote' || body.type === 'book' || body.type === 'trades') this.heardAt.set(body.symbol, marketTime);
    // A trade alone does not show a market's quotes.
    if (body.type === 'quote' || body.type === 'book') this.end(body.symbol, marketTime);
    return begun;
  }

  isSilent(symbol: string): boolean {
    return this.open.has(symbol);
  }

  /** Of these markets between two times, oldest first. */
  between(symbols: ReadonlySet<string>, span: { readonly from: number; readonly to: number }): readonly Silence[] {
    const all = [...this.ended, ...[...this.open.values()].map((one) => ({ ...one, to: Infinity }))];
    return all
      .filter(({ symbol, from, to }) => symbols.has(symbol) && from < span.to && to > span.from)
      .map((one) => ({ ...one, from: Math.max(one.from, span.from), to: Math.min(one.to, span.to) }))
      .toSorted((one, other) => one.from - other.from);
  }

  private begunBy(body: InputBody): readonly Omit<Silence, 'to'>[] {
    // The data was valid until its last input.
    if (body.type === 'session-started') return [...this.heardAt.keys()].flatMap((symbol) => this.begin(symbol, this.passedAt, 'restart'));
    if (body.type !== 'trust' || !isLoss(body)) return [];
    const heardAt = this.heardAt.get(body.symbol);
    return heardAt === undefined ? [] : this.begin(body.symbol, heardAt, 'feed');
  }

  private begin(symbol: string, after: number, why: SilenceCause): readonly Omit<Silence, 'to'>[] {
    if (this.open.has(symbol)) return [];
    // An order based on the last data may still match it.
    const silence = { symbol, from: after + 1, why };
    this.open.set(symbol, silence);
    return [silence];
  }

  private end(symbol: string, to: number): void {
    const silence = this.open.get(symbol);
    if (!silence) return;
    this.open.delete(symbol);
    if (to > silence.from) this.ended.push({ ...silence, to });
  }
}

/** True if data stopped, or some was lost. */
function isLoss({ level, reasons }: Mark): boolean {
  return level === 'UNTRUSTED' && (reasons.includes('STALE') || reasons.includes('GAP'));
}
