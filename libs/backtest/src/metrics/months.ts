import { DAY, type DailyReturns } from './daily-returns';

/** A calendar month in UTC and its return as a fraction; the first and last month of a run may be partial. */
export interface MonthReturn {
  readonly year: number;
  /** 1…12. */
  readonly month: number;
  readonly return: number;
}

/** A UTC day, as milliseconds of its start, and its return. */
export interface DayReturn {
  readonly day: number;
  readonly return: number;
}

/** Returns by calendar month (UTC): equity at the end of its last day ÷ that of the month before − 1; none without days. */
export function monthlyReturns({ firstDay, equity }: Pick<DailyReturns, 'firstDay' | 'equity'>, startingEquity: number): MonthReturn[] {
  const months: MonthReturn[] = [];
  let before = startingEquity;
  for (let day = 0; day < equity.length; day += 1) {
    const date = new Date((firstDay + day) * DAY);
    const next = new Date((firstDay + day + 1) * DAY);
    if (day < equity.length - 1 && next.getUTCMonth() === date.getUTCMonth()) continue;
    months.push({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, return: equity[day]! / before - 1 });
    before = equity[day]!;
  }
  return months;
}

/** The best and the worst day, the first of equal ones; null without days. */
export function bestAndWorstDay({ firstDay, returns }: DailyReturns): { best: DayReturn; worst: DayReturn } | null {
  if (returns.length === 0) return null;
  let best = 0;
  let worst = 0;
  for (let day = 1; day < returns.length; day += 1) {
    if (returns[day]! > returns[best]!) best = day;
    if (returns[day]! < returns[worst]!) worst = day;
  }
  const at = (day: number): DayReturn => ({ day: (firstDay + day) * DAY, return: returns[day]! });
  return { best: at(best), worst: at(worst) };
}
