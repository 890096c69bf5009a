import { INTERVALS } from '@libs/kernel';
import type { BarEvent, TickEvent } from '../strategy/define-strategy';
import type { HookContext } from '../strategy/hook-context';
import { dailyVolume, newRecord, takeBar, type SymbolRecord } from './symbol-record';
import { brokenRules, daysKept, whyNot, type UniverseRules } from './universe-rules';

/** A universe as plain data, part of the strategy's state. */
export interface UniverseState {
  /** By symbol. */
  readonly records: Record<string, SymbolRecord>;
  /** In order of volume where that is asked, else of their names. */
  members: readonly string[];
  /** The moment that the members are of, epoch milliseconds; null before the first. */
  at: number | null;
}

/** What a refresh found. */
export interface UniverseChange {
  /** The moment that it is of, epoch milliseconds: nothing later was looked at. */
  readonly at: number;
  readonly members: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The others, and why they do not belong. */
  readonly left: readonly { readonly symbol: string; readonly why: string }[];
}

export interface Universe {
  create(): UniverseState;
  /** Takes in a bar, of history too; what the refresh found when one was due with it, else null. */
  onBar(state: UniverseState, ctx: Moment, event: BarEvent): UniverseChange | null;
  /** Takes in best prices, for the spread. */
  onTick(state: UniverseState, event: TickEvent): void;
  has(state: UniverseState, symbol: string): boolean;
}

type Moment = Pick<HookContext<unknown, unknown>, 'warmingUp' | 'marketTime'>;

/**
 * Chooses by rules, again and again, which of the symbols that a strategy watches it should trade: freqtrade's pair lists. It knows what the
 * strategy was shown and nothing else, so a backtest chooses by what was known at the moment, and a symbol that vanished later is a
 * member as long as it was one; and a replay, which delivers the same again, chooses the same.
 *
 * A refresh looks at what was over at a multiple of `refresh`, with the first live bar that begins then or later: by then every symbol's
 * bars of before have been shown. So watch bars that are shorter than `refresh`, one interval a symbol. Throws for rules that cannot be.
 * Source of the rules: https://www.freqtrade.io/en/stable/plugins/#pairlists-and-pairlist-handlers.
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
      // What passed while nobody listened may come symbol by symbol, so only a live bar says that the others have been shown.
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
