import type { Input, InputBody } from '@libs/engine';

/** A time in which nothing was heard of a market; market times, epoch milliseconds. */
export interface Silence {
  readonly symbol: string;
  /** The first moment of which nothing is known. */
  readonly from: number;
  /** When its best prices or its book were told again, or the recording ends. */
  readonly to: number;
  readonly why: SilenceCause;
}

export type SilenceCause = 'feed' | 'restart';

type Mark = Extract<InputBody, { readonly type: 'trust' }>;

/** Sees in what is recorded when nobody heard of a market: its feed was lost, or the platform was not running. */
export class SilenceLog {
  private readonly heardAt = new Map<string, number>();
  private readonly open = new Map<string, Omit<Silence, 'to'>>();
  private readonly ended: Silence[] = [];
  private passedAt = -Infinity;

  /** Gives the silences that began before this input, of which nobody could know until now. */
  take({ body, marketTime }: Pick<Input, 'body' | 'marketTime'>): readonly Omit<Silence, 'to'>[] {
    const begun = this.begunBy(body);
    this.passedAt = marketTime;
    if (body.type === 'quote' || body.type === 'book' || body.type === 'trades') this.heardAt.set(body.symbol, marketTime);
    // A print alone does not tell what a market offers.
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
    // It stood by what it had heard until its last input.
    if (body.type === 'session-started') return [...this.heardAt.keys()].flatMap((symbol) => this.begin(symbol, this.passedAt, 'restart'));
    if (body.type !== 'trust' || !isLoss(body)) return [];
    const heardAt = this.heardAt.get(body.symbol);
    return heardAt === undefined ? [] : this.begin(body.symbol, heardAt, 'feed');
  }

  private begin(symbol: string, after: number, why: SilenceCause): readonly Omit<Silence, 'to'>[] {
    if (this.open.has(symbol)) return [];
    // An order that was decided on the last word may still meet what that told.
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

/** Whether nothing came any more, or something was lost. */
function isLoss({ level, reasons }: Mark): boolean {
  return level === 'UNTRUSTED' && (reasons.includes('STALE') || reasons.includes('GAP'));
}
