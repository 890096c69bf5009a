import { mutation, query, type ResearchRun, type StartBacktestInput } from '@libs/client';
import type { Report } from '@libs/backtest';
import type { OptimisationReport } from '@libs/research';
import { migrate } from '@libs/persistence';
import { redisMissing, withPostgres, withRedis } from '@libs/testkit';
import { ResearchHouse, isBuilt, type Place } from './research-house';

const PATIENCE = 60_000;

const isOver = ({ status }: ResearchRun): boolean => !['QUEUED', 'RUNNING'].includes(status);
const isUnderWay = ({ status, progress }: ResearchRun): boolean => status === 'RUNNING' && (progress ?? 0) > 0;

/** What holds on every datastore of the queue. */
function runsBacktests(place: () => Place): void {
  const house = new ResearchHouse();
  beforeAll(() => house.open(place()), PATIENCE);
  afterAll(() => house.close());

  async function start(input: StartBacktestInput): Promise<ResearchRun> {
    const run = await house.request(mutation.startBacktest, { input });
    if (run.__typename !== 'ResearchRun') throw new Error(JSON.stringify(run));
    return run;
  }

  it(
    'keeps a run until there is a worker, and then reports it',
    async () => {
      const run = await start({ strategy: 'once-in', takerFee: '0.001' });
      expect(run).toMatchObject({ status: 'QUEUED', progress: null, hasReport: false });
      await house.startWorker();
      const done = await house.until(run.id, isOver);
      // Bought at 100 on the eleventh bar and sold at 110 on the twenty-first: 10 less 0.1 % of 210.
      expect(done).toMatchObject({
        status: 'DONE',
        error: null,
        progress: 1,
        summary: { fills: 2, fees: '0.21', finalEquity: '10009.79' },
      });
      const report = (await house.request(query.researchReport, { id: run.id })) as Report;
      expect(report.trades).toMatchObject([{ side: 'LONG', entryPrice: '100', exitPrice: '110', profit: '9.79' }]);
    },
    PATIENCE,
  );

  it(
    'searches parameters and reports every trial beside the best',
    async () => {
      const backtest = { strategy: 'leaver', takerFee: '0.001' };
      const search = { backtest, search: { exit: '13..15' }, sampler: 'grid', objective: 'netProfit', minTrades: 0 };
      const run = await house.request(mutation.startOptimisation, { input: search });
      if (run.__typename !== 'ResearchRun') throw new Error(JSON.stringify(run));
      const done = await house.until(run.id, isOver);
      expect(done).toMatchObject({ status: 'DONE', kind: 'OPTIMISATION', strategy: 'leaver', summary: { params: { exit: 15 } } });
      const report = (await house.request(query.researchReport, { id: run.id })) as OptimisationReport;
      expect(report).toMatchObject({ searched: ['exit'], counts: { done: 3, failed: 0, refused: 0 }, guesses: 3, trialsLeftOut: 0 });
      // Sold at the next open: after the fifteenth bar at 110, 10 less 0.1 % of 210; before at 100, nothing less 0.1 % of 200.
      expect(report.trials[0]).toMatchObject({ params: { exit: 15 }, value: 9.79 });
      const rest = report.trials.slice(1).map(({ params, value }) => [params['exit'], value] as const);
      expect(rest.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
        [13, -0.2],
        [14, -0.2],
      ]);
      expect(report.best?.report.trades).toMatchObject([{ profit: '9.79' }]);
      expect((await fetch(`${house.url}/api/v1/research/runs/${run.id}/report.html`)).status).toBe(200);
    },
    PATIENCE,
  );

  it(
    'cancels one that runs and one that waits',
    async () => {
      const slow = { strategy: 'plodder', params: { turns: 100_000 } };
      const [running, waiting] = [await start(slow), await start({ ...slow, balance: '5' })];
      await house.until(running.id, isUnderWay);
      for (const { id } of [waiting, running]) {
        expect(await house.request(mutation.cancelResearchRun, { id })).toMatchObject({ __typename: 'ResearchRun', cancelRequested: true });
        expect(await house.until(id, isOver)).toMatchObject({ status: 'CANCELLED', hasReport: false });
      }
      expect(await house.request(mutation.cancelResearchRun, { id: running.id })).toMatchObject({ status: 'CANCELLED' });
    },
    PATIENCE,
  );

  it(
    'says where a strategy threw, and reports what came before',
    async () => {
      const { id } = await start({ strategy: 'thrower' });
      const failed = await house.until(id, isOver);
      expect(failed).toMatchObject({ status: 'FAILED', hasReport: true });
      expect(failed.error).toMatch(/^It ended early at 1970-01-01T00:05:00.000Z in onBar: .*no idea \(thrower\/src\/index\.js:\d+\)$/);
    },
    PATIENCE,
  );
}

const describeBuilt = isBuilt ? describe : describe.skip;

describeBuilt(`research with its queue on Postgres${isBuilt ? '' : ' (skipped: run "npm run build" first)'}`, () => {
  const database = withPostgres(migrate);
  runsBacktests(() => ({ databaseUrl: database.url }));
});

(redisMissing ? describe.skip : describeBuilt)(
  `research with its queue on Redis${redisMissing ? ` (skipped: ${redisMissing})` : ''}`,
  () => {
    const database = withPostgres(migrate);
    const redis = withRedis();
    runsBacktests(() => ({ databaseUrl: database.url, redisUrl: redis.url }));
  },
);

describeBuilt('a worker of research', () => {
  const database = withPostgres(migrate);
  const house = new ResearchHouse();
  beforeAll(() => house.open({ databaseUrl: database.url }), PATIENCE);
  afterAll(() => house.close());

  it(
    'that is killed leaves its run to the next one, and one that is stopped puts it back',
    async () => {
      const first = await house.startWorker();
      const input = { strategy: 'plodder', params: { turns: 50_000 } };
      const run = await house.request(mutation.startBacktest, { input });
      if (run.__typename !== 'ResearchRun') throw new Error(JSON.stringify(run));
      await house.until(run.id, isUnderWay);
      await house.end(first, 'SIGKILL');

      const second = await house.startWorker();
      await house.until(run.id, ({ progress }) => progress === null);
      await house.until(run.id, isUnderWay);
      await house.end(second, 'SIGTERM');
      expect(await house.until(run.id, () => true)).toMatchObject({ status: 'QUEUED', progress: null });

      await house.startWorker();
      expect(await house.until(run.id, isOver)).toMatchObject({ status: 'DONE', hasReport: true });
      const [row] = await house.database.query<{ attempt: number }[]>('SELECT attempt FROM research_runs WHERE id = $1', [run.id]);
      // The first was killed; the second stopped in good order and does not count.
      expect(row).toEqual({ attempt: 2 });
    },
    PATIENCE,
  );

  it(
    'walks forward, and resamples a backtest',
    async () => {
      const optimisation = {
        backtest: { strategy: 'leaver' },
        search: { exit: '13..15' },
        sampler: 'grid',
        minTrades: 0,
        objective: 'netProfit',
      };
      const walk = await house.request(mutation.startWalkForward, { input: { optimisation, train: '7d', test: '3d' } });
      const draw = await house.request(mutation.startMonteCarlo, { input: { strategy: 'once-in', monteCarlo: 20 } });
      if (walk.__typename !== 'ResearchRun' || draw.__typename !== 'ResearchRun') throw new Error(JSON.stringify([walk, draw]));
      // Of 20,000 minutes the first week is searched, and two times three days of the other 6.9 are whole tests.
      expect(await house.until(walk.id, isOver)).toMatchObject({
        status: 'DONE',
        progress: 1,
        summary: { windows: 2, asked: 2, guesses: 6 },
      });
      const walked = (await house.request(query.researchReport, { id: walk.id })) as Report;
      expect(walked.walk?.windows.map(({ trials }) => trials)).toEqual([3, 3]);
      expect(await house.until(draw.id, isOver)).toMatchObject({ status: 'DONE', kind: 'MONTE_CARLO' });
      const drawn = (await house.request(query.researchReport, { id: draw.id })) as Report;
      // Thirteen days and a part of the fourteenth.
      expect(drawn.monteCarlo).toMatchObject({ runs: 20, blocks: { days: 14 } });
    },
    PATIENCE,
  );
});
