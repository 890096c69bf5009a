import { formatMoney, formatPercent } from '@libs/kernel';
import { USUAL_YEAR, isUsualYear, type Bands, type MonteCarlo, type YearTerms } from '@libs/backtest';

/** Among how many trials a result was picked, and what that leaves of its Sharpe ratio. */
export function guessesText(count: number, deflatedSharpe: number | null | undefined): string {
  const worth = deflatedSharpe === null || deflatedSharpe === undefined ? 'none' : percent(deflatedSharpe);
  const trials = count === 0 ? 'no trial with a Sharpe ratio' : count === 1 ? '1 trial' : `${count.toLocaleString('en')} trials`;
  return `${trials} on record for this strategy and data; deflated Sharpe ${worth}`;
}

/** The terms of annualised metrics, if unusual. */
export function yearLines(year: YearTerms = USUAL_YEAR): readonly string[] {
  const { daysPerYear, riskFreeRate } = year;
  if (isUsualYear(year)) return [];
  return [`annualised over ${daysPerYear} days a year, at a risk-free rate of ${Number((riskFreeRate * 100).toPrecision(12))} %`];
}

/** The range of possible outcomes, in a line. */
export function coursesText({ runs, shuffled, blocks }: MonteCarlo): string {
  const parts = [
    ...(shuffled === null ? [] : [`trades shuffled: deepest drawdown ${span(shuffled.maxDrawdown, percent)}`]),
    ...(blocks === null ? [] : blocksText(blocks)),
  ];
  return `Monte Carlo, the middle 90 % of ${runs.toLocaleString('en')}: ${parts.length === 0 ? 'too little to draw from' : parts.join('; ')}`;
}

function blocksText({ maxDrawdown, finalEquity, sharpe }: NonNullable<MonteCarlo['blocks']>): readonly string[] {
  const ratio = sharpe === null ? '' : `, Sharpe ${span(sharpe, (value) => value.toFixed(2))}`;
  return [`days resampled in blocks: deepest drawdown ${span(maxDrawdown, percent)}, equity ${span(finalEquity, formatMoney)}${ratio}`];
}

function span({ p5, p95 }: Bands, text: (value: number) => string): string {
  return `${text(p5)} to ${text(p95)}`;
}

function percent(value: number): string {
  return formatPercent(value, 1);
}
