import type { ParityScoreEntity, ParityScores } from '@libs/persistence';
import type { ParityBook } from '../parity/parity';
import type { EqualShare, ParityScore } from '../parity/parity.types';
import { isUuid } from './uuid';

/** Scores as the database has them. */
export class StoredParity implements ParityBook {
  constructor(private readonly scores: ParityScores) {}

  async list(): Promise<readonly ParityScore[]> {
    return (await this.scores.list()).map(toScore);
  }

  async newest(deploymentId: string): Promise<ParityScore | null> {
    const row = isUuid(deploymentId) ? await this.scores.newest(deploymentId) : null;
    return row && toScore(row);
  }

  async report(deploymentId: string, sessionId: string): Promise<unknown> {
    if (!isUuid(deploymentId) || !isUuid(sessionId)) return null;
    return (await this.scores.withReport(deploymentId, sessionId))?.report ?? null;
  }
}

function toScore(row: ParityScoreEntity): ParityScore {
  const { deploymentId, sessionId, accountId, verdict, settleAsset, difference, turnover, causes, measuredAt } = row;
  return {
    deploymentId,
    sessionId,
    accountId,
    verdict,
    settleAsset,
    difference,
    turnover,
    measuredAt,
    inputs: row.inputs,
    answers: row.answers,
    decisions: shareOf(row.decisionsEqual, row.decisions),
    fills: shareOf(row.fillsEqual, row.fills),
    causes: Object.entries(causes ?? {}).map(([cause, amount]) => ({ cause, amount })),
  };
}

function shareOf(equal: number | null, of: number | null): EqualShare | null {
  return equal === null || of === null ? null : { equal, of };
}
