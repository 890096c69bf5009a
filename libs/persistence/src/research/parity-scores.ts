import type { DataSource } from 'typeorm';
import { ParityScoreEntity } from '../entities/parity-score.entity';

export type NewParityScore = Omit<ParityScoreEntity, 'measuredAt'>;

/** Parity results, by deployment and session. */
export class ParityScores {
  constructor(private readonly dataSource: DataSource) {}

  /** A new measurement replaces an older one. */
  async save(scores: readonly NewParityScore[]): Promise<void> {
    await this.repository().save(scores.map((score) => ({ ...score, measuredAt: new Date() })));
  }

  /** The newest of a deployment; null when it was never measured. */
  async newest(deploymentId: string): Promise<ParityScoreEntity | null> {
    return this.repository().findOne({ where: { deploymentId }, order: { measuredAt: 'DESC' } });
  }

  /** Newest first, at most a hundred. */
  async list(): Promise<readonly ParityScoreEntity[]> {
    return this.repository().find({ order: { measuredAt: 'DESC' }, take: 100 });
  }

  /** With its report, which lists every differing order; null if there is none. */
  async withReport(deploymentId: string, sessionId: string): Promise<ParityScoreEntity | null> {
    return this.repository().createQueryBuilder('score').addSelect('score.report').where({ deploymentId, sessionId }).getOne();
  }

  private repository() {
    return this.dataSource.getRepository(ParityScoreEntity);
  }
}
