import { CAUSES, type Cause, type ParityReport } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import { describeChanges } from '../replay/describe-changes';
import { verdictOf, type DeploymentParity, type ParityOutcome } from '@libs/research';

const DIGITS = 4;
const SHOWN_DIFFERENCES = 10;
const BASIS_POINTS = Decimal.parse('10000');

export function describeParity(outcome: ParityOutcome): string {
  return [...outcome.replays.flatMap(replayLines), ...outcome.deployments.flatMap(deploymentLines), sentenceOf(outcome)].join('\n');
}

function replayLines({ sessionId, report }: ParityOutcome['replays'][number]): string[] {
  const { inputs, answers, difference } = report;
  const counts = `session ${sessionId}: ${count(inputs)} inputs and ${count(answers)} answers of strategies replayed`;
  return [
    difference ? `${counts}, DIFFERENT at input ${difference.inputSeq}, ${difference.where}: ${difference.what}` : `${counts}, identical`,
    ...describeChanges(report).map((line) => `  ${line}`),
  ];
}

function deploymentLines({ deploymentId, strategy, version, from, to, candles, report, notes }: DeploymentParity): string[] {
  const span = from === null || to === null ? '' : `, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  const head = [
    '',
    `${`${strategy} ${version}`.trim()} (${deploymentId})${span}, against a backtest on ${candles === 'stored' ? 'stored candles' : 'what it was shown'}`,
  ];
  if (!report) return [...head, ...notes.map((note) => `  not compared: ${note}`)];
  return [...head, ...notes.map((note) => `  note: ${note}`), ...reportLines(report)];
}

function reportLines(report: ParityReport): string[] {
  const { settleAsset, equity, causes, turnover, decisions, fills, differences, bugs } = report;
  const row = (name: string, amount: Decimal): string => `  ${name.padEnd(12)}${money(amount).padStart(16)}  ${points(amount, turnover)}`;
  const shown = CAUSES.filter((cause) => !causes[cause].isZero);
  return [
    `  ${decisions.equal} of ${decisions.of} decisions and ${fills.equal} of ${fills.of} filled orders are as in the backtest`,
    `  earned ${money(equity.session)} ${settleAsset}, backtest ${money(equity.backtest)}`,
    ...shown.map((cause) => row(cause, causes[cause])),
    row('difference', equity.difference),
    ...differences.slice(0, SHOWN_DIFFERENCES).map(differenceLine),
    ...(differences.length > SHOWN_DIFFERENCES ? [`  … and ${differences.length - SHOWN_DIFFERENCES} more orders; --json lists all`] : []),
    ...bugs.map(({ clientOrderId, what }) => `  BUG${clientOrderId === null ? '' : ` of order ${clientOrderId}`}: ${what}`),
  ];
}

function differenceLine({ side, symbol, decidedAt, session, backtest, money: causes, total }: ParityReport['differences'][number]): string {
  const own = (summary: typeof session): string => {
    if (!summary) return 'no order';
    return summary.averagePrice ? `${summary.filled} at ${summary.averagePrice.roundTo(8)}` : (summary.refusal ?? 'not filled');
  };
  const why = (Object.entries(causes) as [Cause, Decimal][]).filter(([, amount]) => !amount.isZero);
  const reasons = why.map(([cause, amount]) => `${cause} ${money(amount)}`).join(', ');
  const at = new Date(decidedAt).toISOString();
  return `    ${at} ${side} ${symbol}: ${own(session)}, backtest ${own(backtest)}: ${money(total)}${reasons === '' ? '' : ` (${reasons})`}`;
}

function sentenceOf(outcome: ParityOutcome): string {
  switch (verdictOf(outcome)) {
    case 'DIFFERENT':
      return '\nParity failed; the reason is named above.';
    case 'NOT_COMPARABLE':
      return '\nThe replay is identical; a deployment that is not compared above cannot be backtested.';
    case 'EXPLAINED':
      return '\nThe replay is identical, and every difference from the backtest has a cause.';
  }
}

function money(amount: Decimal): string {
  return amount.roundTo(DIGITS).toString();
}

function points(amount: Decimal, turnover: Decimal): string {
  if (turnover.isZero) return '';
  return `${amount.times(BASIS_POINTS).dividedBy(turnover, 2)} bps of what was traded`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
