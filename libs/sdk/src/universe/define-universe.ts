import { INTERVALS } from '@libs/kernel';
import type { BarEvent, TickEvent } from '../strategy/define-strategy';
import type { HookContext } from '../strategy/hook-context';
import { dailyVolume, newRecord, takeBar, type SymbolRecord } from './symbol-record';
import { brokenRules, daysKept, whyNot, type UniverseRules } from './universe-rules';

/** State of a universe, as plain data in the strategy's state. */
export interface UniverseState {
  /** By symbol. */
  readonly records: Record<string, SymbolRecord>;
  /** By volume if that is a rule, otherwise by name. */
  members: readonly string[];
  /** The time of the last refresh, epoch milliseconds; null before the first. */
  at: number | null;
}

/** The result of a refresh. */
export interface UniverseChange {
  /** The time of the refresh, epoch milliseconds; it uses no later data. */
  readonly at: number;
  readonly members: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Symbols that left or do not belong, and why. */
  readonly left: readonly { readonly symbol: string; readonly why: string }[];
}

export interface Universe {
  create(): UniverseState;
  /** Adds a bar, including warm-up bars. Returns the result if a refresh was due, otherwise null. */
  onBar(state: UniverseState, ctx: Moment, event: BarEvent): UniverseChange | null;
  /** Adds a best bid and ask, for the spread. */
  onTick(state: UniverseState, event: TickEvent): void;
  has(state: UniverseState, symbol: string): boolean;
}

type Moment = Pick<HookContext<unknown, unknown>, 'warmingUp' | 'marketTime'>;

/**
 * Periodically selects by rules which of the watched symbols a strategy should trade, like freqtrade's pair lists. It uses only what the
 * strategy was shown. A backtest therefore selects by what was known at the time, a symbol that was delisted later is a member while it was
 * one, and a replay selects the same.
 *
 * A refresh evaluates the data up to a multiple of `refresh`, at the first live bar that starts then or later: by then every earlier bar of
 * every symbol has been shown. Watch bars shorter than `refresh`, one interval per symbol. Throws for invalid rules. Source of the rules:
 * https://www.freqtrade.io/en/stable/plugins/#pairlists-and-pairlist-handlers.
 *
 * @example
 * const liquid = defineUniverse({ refresh: '1d', age: { minDays: 30 }, volume: { days: 7, min: 1_000_000, top: 10 } });
 * // watches: () => SYMBOLS.map((symbol) => ({ symbol, interval: '1h' })),
 * // state: () => ({ universe: liquid.create() }),
 * // onBar: (ctx, event) => {
 * //   const change = liquid.onBar(ctx.state.universe, ctx, event);
 * //   for (const symbol of change?.removed ?? []) ctx.closePosition(symbol, { tag: 'left the universe' });
 * //   if (!liquid.has(ctx.state.universe, event.symbol)) return;
 * // },
 */
export function defineUniverse(rules: UniverseRules): Universe {
  const broken = brokenRules(rules);
  if (broken !== null) throw new RangeError(`universe: ${broken}`);
  const step = INTERVALS[rules.refresh];
  const kept = daysKept(rules);
  return Object.freeze({
    create: (): UniverseState => ({ records: {}, members: [], at: null }),

    onBar(state: UniverseState, { warmingUp }: Moment, { symbol, bar }: BarEvent): UniverseChange | null {
      const boundary = bar.start - (bar.start % step);
      // History after an absence can come symbol by symbol, so only a live bar shows that the others are complete.
      const isDue = !warmingUp && (state.at === null || boundary > state.at);
      const change = isDue ? refresh(state, boundary, rules) : null;
      takeBar((state.records[symbol] ??= newRecord(bar.start)), bar, kept);
      return change;
    },

    onTick({ records }: UniverseState, { symbol, bid, ask }: TickEvent): void {
      const record = records[symbol];
      if (record === undefined || bid <= 0 || ask <= bid) return;
      const [sum, count] = record.spreads;
      record.spreads = [sum + ((ask - bid) * 2) / (ask + bid), count + 1];
    },

    has: ({ members }: UniverseState, symbol: string): boolean => members.includes(symbol),
  });
}

function refresh(state: UniverseState, at: number, rules: UniverseRules): UniverseChange {
  const symbols = Object.keys(state.records).sort();
  const reasons = new Map(symbols.map((symbol) => [symbol, whyNot(symbol, state.records[symbol]!, at, rules)]));
  let members = symbols.filter((symbol) => reasons.get(symbol) === null);
  const { volume } = rules;
  if (volume !== undefined) {
    const of = (symbol: string): number => dailyVolume(state.records[symbol]!, at, volume.days);
    members = members.sort((one, other) => of(other) - of(one) || (one < other ? -1 : 1));
    for (const symbol of members.splice(volume.top ?? Infinity)) reasons.set(symbol, `not among the ${volume.top} largest`);
  }
  const added = members.filter((symbol) => !state.members.includes(symbol));
  const removed = state.members.filter((symbol) => !members.includes(symbol));
  for (const symbol of symbols) state.records[symbol]!.spreads = [0, 0];
  Object.assign(state, { members, at });
  const left = symbols.flatMap((symbol) => (reasons.get(symbol) ? [{ symbol, why: reasons.get(symbol)! }] : []));
  return { at, members, added, removed, left };
}
