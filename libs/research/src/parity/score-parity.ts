import { CAUSES } from '@libs/backtest';
import { ParityScores, createDataSource, type NewParityScore, type ParityVerdict } from '@libs/persistence';
import type { DeploymentParity, ParityOutcome } from './run-parity';

/** The finding that a person should look at first. */
export function verdictOf({ replays, deployments }: ParityOutcome): ParityVerdict {
  if (replays.some(({ report }) => report.difference)) return 'DIFFERENT';
  const verdicts = deployments.map(verdictOfDeployment);
  if (verdicts.includes('DIFFERENT')) return 'DIFFERENT';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'EXPLAINED') ? 'EXPLAINED' : 'NOT_COMPARABLE';
}

/** The result as database rows, one per deployment. */
export function scoresOf(outcome: ParityOutcome): readonly NewParityScore[] {
  const { accountId, sessionId, replays } = outcome;
  const strays = replays.some(({ report }) => report.difference);
  const [inputs, answers] = [sumOf(replays.map(({ report }) => report.inputs)), sumOf(replays.map(({ report }) => report.answers))];
  return outcome.deployments.map((deployment) => ({
    deploymentId: deployment.deploymentId,
    sessionId,
    accountId,
    inputs,
    answers,
    verdict: strays ? 'DIFFERENT' : verdictOfDeployment(deployment),
    ...figuresOf(deployment),
    report: { replays, ...deployment },
  }));
}

/** Stores the scores with their deployments. */
export async function storeParity(databaseUrl: string, outcome: ParityOutcome): Promise<void> {
  const dataSource = await createDataSource(databaseUrl, 1, { name: 'parity' });
  try {
    await new ParityScores(dataSource).save(scoresOf(outcome));
  } finally {
    await dataSource.destroy();
  }
}

function verdictOfDeployment({ report }: DeploymentParity): ParityVerdict {
  if (!report) return 'NOT_COMPARABLE';
  return report.bugs.length > 0 || !report.causes.bug.isZero ? 'DIFFERENT' : 'EXPLAINED';
}

type Figures = Pick<
  NewParityScore,
  'decisionsEqual' | 'decisions' | 'fillsEqual' | 'fills' | 'settleAsset' | 'difference' | 'turnover' | 'causes'
>;

function figuresOf({ report }: DeploymentParity): Figures {
  if (!report) {
    const none = { decisionsEqual: null, decisions: null, fillsEqual: null, fills: null };
    return { ...none, settleAsset: null, difference: null, turnover: null, causes: null };
  }
  const { decisions, fills, settleAsset, equity, turnover, causes } = report;
  return {
    decisionsEqual: decisions.equal,
    decisions: decisions.of,
    fillsEqual: fills.equal,
    fills: fills.of,
    settleAsset,
    difference: equity.difference.toString(),
    turnover: turnover.toString(),
    causes: Object.fromEntries(CAUSES.map((cause) => [cause, causes[cause].toString()])),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
