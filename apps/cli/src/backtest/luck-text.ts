import type { Bands, MonteCarlo } from '@libs/backtest';

/** Of how many guesses a result is one, and what that leaves of its Sharpe ratio. */
export function guessesText(count: number, deflatedSharpe: number | null | undefined): string {
  const worth = deflatedSharpe === null || deflatedSharpe === undefined ? 'none' : percent(deflatedSharpe);
  return `${count} guesses are on record for this strategy and data; deflated Sharpe ${worth}`;
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
