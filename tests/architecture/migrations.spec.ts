import { createDataSource, migrate, schemaDifferences } from '@libs/persistence';
import { withPostgres } from '@libs/testkit';

describe('migrations', () => {
  const database = withPostgres(migrate);

  it('make exactly the tables that the entities describe', async () => {
    const dataSource = await createDataSource(database.url, 1);
    try {
      expect(await schemaDifferences(dataSource)).toEqual([]);
      await dataSource.query('ALTER TABLE orders DROP COLUMN tag');
      expect(await schemaDifferences(dataSource)).toEqual(['ALTER TABLE "orders" ADD "tag" text']);
    } finally {
      await dataSource.destroy();
    }
  });
});
