import type { DataSource } from 'typeorm';
import { In } from 'typeorm';
import { DataFileEntity } from '../entities/data-file.entity';

export type DataFileRow = Omit<DataFileEntity, 'indexedAt'>;

/** The index of the files of market history. */
export class DataFileStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(): Promise<readonly DataFileEntity[]> {
    return this.dataSource.getRepository(DataFileEntity).find({ order: { path: 'ASC' } });
  }

  /** Inserts rows, replacing those with a known path, and deletes others, in one transaction. */
  async change(changed: readonly DataFileRow[], removed: readonly string[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      if (removed.length > 0) await manager.delete(DataFileEntity, { path: In([...removed]) });
      for (const row of changed) await manager.upsert(DataFileEntity, { ...row, indexedAt: () => 'now()' }, ['path']);
    });
  }
}
