import type { HealthBoard } from '@libs/persistence';
import type { HealthBoardReader } from '../health/health';
import type { ComponentHealth } from '../health/health.types';

/** Health as the components last wrote it down. */
export class BoardHealth implements HealthBoardReader {
  constructor(private readonly board: Pick<HealthBoard, 'read'>) {}

  async components(): Promise<readonly ComponentHealth[]> {
    return (await this.board.read()).map(({ component, accountId, status, reason, since }) => ({ component, accountId, status, reason, since }));
  }
}
