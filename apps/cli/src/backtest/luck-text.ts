import { USUAL_YEAR, isUsualYear, type Bands, type MonteCarlo, type YearTerms } from '@libs/backtest';

/** Of how many guesses a result is one, and what that leaves of its Sharpe ratio. */
export function guessesText(count: number, deflatedSharpe: number | null | undefined): string {
  const worth = deflatedSharpe === null || deflatedSharpe === undefined ? 'none' : percent(deflatedSharpe);
  const guesses = count === 0 ? 'no guess with a Sharpe ratio is' : count === 1 ? '1 guess is' : `${count} guesses are`;
  return `${guesses} on record for this strategy and data; deflated Sharpe ${worth}`;
}

/** What the annual measures are held against, where that is not the usual year. */
export function yearLines(year: YearTerms = USUAL_YEAR): readonly string[] {
  const { daysPerYear, riskFreeRate } = year;
  if (isUsualYear(year)) return [];
  return [
    `annual measures count ${daysPerYear} days a year, of which money without risk earns ${Number((riskFreeRate * 100).toPrecision(12))} %`,
  ];
}

/** What else could have come of the same trades and days, in a line. */
export function coursesText({ runs, shuffled, blocks }: MonteCarlo): string {
  const parts = [
    ...(shuffled === null ? [] : [`deepest drawdown ${span(shuffled.maxDrawdown, percent)} of its trades in another order`]),
    ...(blocks === null ? [] : blocksText(blocks)),
  ];
  return `nine of ten in ${runs} other courses: ${parts.length === 0 ? 'too little to draw from' : parts.join('; ')}`;
}

function blocksText({ maxDrawdown, finalEquity, sharpe }: NonNullable<MonteCarlo['blocks']>): readonly string[] {
  const ratio = sharpe === null ? '' : `, Sharpe ${span(sharpe, (value) => value.toFixed(2))}`;
  return [`drawdown ${span(maxDrawdown, percent)}, equity ${span(finalEquity, (value) => value.toFixed(2))}${ratio} of its days in blocks`];
}

function span({ p5, p95 }: Bands, text: (value: number) => string): string {
  return `${text(p5)} to ${text(p95)}`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
