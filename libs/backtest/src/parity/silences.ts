import type { DeploymentRecording } from './recording';
import type { Silence } from './silence-log';
import type { TradedOrder } from './traded-run';

export const SECOND = 1_000;

/** Gaps worth reporting; a shorter one misses nothing that the next event does not show. */
export function longSilences(silences: readonly Silence[]): readonly Silence[] {
  return silences.filter(({ from, to }) => to - from >= SECOND);
}

/** True if it was in flight or open during a data gap of its market. */
export function isThereUnheard({ symbol, decidedAt, closedAt }: TradedOrder, silences: readonly Silence[]): boolean {
  return silences.some(({ from, to, ...silence }) => silence.symbol === symbol && decidedAt < to && (closedAt ?? Infinity) >= from);
}

/** One sentence for each market with a data gap. */
export function silenceNotes({ silences, events }: Pick<DeploymentRecording, 'silences' | 'events'>): readonly string[] {
  return [...Map.groupBy(longSilences(silences), ({ symbol }) => symbol)].map(([symbol, own]) => {
    const longest = own.reduce((most, one) => (one.to - one.from > most.to - most.from ? one : most));
    const first = `${lengthOf(longest)} from ${new Date(longest.from).toISOString()} (${WHY[longest.why]})`;
    const all = own.reduce((sum, { from, to }) => sum + (to - from), 0);
    const times = own.length === 1 ? `for ${first}` : `for ${seconds(all)} in ${own.length} times, the longest ${first}`;
    const meanwhile = events.some((one) => one.symbol === symbol)
      ? 'the backtest fills nothing there of what stood before'
      : 'what the backtest fills there it fills on bars that were learned later, or at the last price';
    return `nothing was heard of ${symbol} ${times}; ${meanwhile}, and what differs by it is data`;
  });
}

const WHY: Readonly<Record<Silence['why'], string>> = { feed: 'its feed was lost', restart: 'the platform was restarted' };

/** In words. */
export function lengthOf({ from, to }: Pick<Silence, 'from' | 'to'>): string {
  return seconds(to - from);
}

/** Milliseconds as seconds with at most one digit. */
function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
