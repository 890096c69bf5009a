import { CAUSES, type CauseMoney, type ParityReport } from '@libs/backtest';
import { decimal } from '@libs/kernel';
import type { DeploymentParity, ParityOutcome } from './run-parity';
import { scoresOf, verdictOf } from './score-parity';

type Replay = ParityOutcome['replays'][number];

function causes(money: Partial<Record<keyof CauseMoney, string>> = {}): CauseMoney {
  return Object.fromEntries(CAUSES.map((cause) => [cause, decimal(money[cause] ?? '0')])) as CauseMoney;
}

const REPORT: ParityReport = {
  settleAsset: 'USDT',
  equity: { session: decimal('10'), backtest: decimal('12.5'), difference: decimal('-2.5') },
  causes: causes({ latency: '-3', fee: '0.5' }),
  turnover: decimal('10000'),
  decisions: { equal: 9, of: 10 },
  fills: { equal: 4, of: 10 },
  differences: [],
  bugs: [],
};

function deployment(deploymentId: string, report: Partial<ParityReport> | null = {}): DeploymentParity {
  const terms = { strategy: 'ema-cross', version: '1.0.0', from: 0, to: 60_000, candles: 'recorded' } as const;
  return { deploymentId, ...terms, report: report && { ...REPORT, ...report }, notes: [] };
}

function replay(inputs: number, answers: number, difference: Replay['report']['difference'] = null): Replay {
  const counts = { inputs, answers, events: 0, journalRows: 0, firstInput: 1, lastInput: inputs };
  return { sessionId: 's', report: { ...counts, difference, changes: [] } };
}

const outcome = (deployments: readonly DeploymentParity[], replays = [replay(1_200, 60)]): ParityOutcome => {
  return { accountId: 'a', sessionId: 's', replays, deployments };
};

describe('the verdict of a session', () => {
  const verdict = (...deployments: readonly DeploymentParity[]) => verdictOf(outcome(deployments));

  it('is EXPLAINED where every deployment was compared and has its causes', () => {
    expect(verdict(deployment('a'), deployment('b'))).toBe('EXPLAINED');
  });

  it('is NOT_COMPARABLE where one of them was not, and where there were none', () => {
    expect(verdict(deployment('a'), deployment('b', null))).toBe('NOT_COMPARABLE');
    expect(verdict()).toBe('NOT_COMPARABLE');
  });

  it('is DIFFERENT as soon as one of them has a bug, named or in money', () => {
    const bugs = [{ clientOrderId: null, what: 'something' }];
    expect(verdict(deployment('a', null), deployment('b', { bugs }))).toBe('DIFFERENT');
    expect(verdict(deployment('a'), deployment('b', { causes: causes({ bug: '-0.01' }) }))).toBe('DIFFERENT');
  });
});

describe('the scores of a session', () => {
  it('hold what was replayed in all of its sessions, and the money of each deployment', () => {
    const [score, other] = scoresOf(outcome([deployment('a'), deployment('b', null)], [replay(1_200, 60), replay(300, 5)]));
    expect(score).toMatchObject({
      deploymentId: 'a',
      sessionId: 's',
      accountId: 'a',
      inputs: 1_500,
      answers: 65,
      verdict: 'EXPLAINED',
      decisionsEqual: 9,
      decisions: 10,
      fillsEqual: 4,
      fills: 10,
      settleAsset: 'USDT',
      difference: '-2.5',
      turnover: '10000',
      causes: { latency: '-3', fee: '0.5', slippage: '0', bug: '0' },
    });
    expect(other).toMatchObject({ deploymentId: 'b', verdict: 'NOT_COMPARABLE', decisions: null, difference: null, causes: null });
  });

  it('are DIFFERENT for all where a replay strayed', () => {
    const strayed = replay(10, 1, { inputSeq: 7, where: 'strategy', what: 'another answer' });
    const scores = scoresOf(outcome([deployment('a'), deployment('b', null)], [replay(1_200, 60), strayed]));
    expect(scores.map(({ verdict }) => verdict)).toEqual(['DIFFERENT', 'DIFFERENT']);
    expect(verdictOf(outcome([deployment('a')], [strayed]))).toBe('DIFFERENT');
  });
});
