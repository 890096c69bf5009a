import { availableParallelism } from 'node:os';
import { TOPICS, openMessaging, type Messaging } from '@libs/messaging';
import { HealthBoard, ResearchClaims, createDataSource, requireCurrentSchema } from '@libs/persistence';
import { repeat, systemTimers } from '@libs/platform';
import type { Logger, ProcessContext, ResearchEnvironment, RunningComponent } from '@libs/platform';
import { RunWorker } from '@libs/research';
import { runInChild } from './run-in-child';
import { orderOf } from './run-messages';

const SWEEP_MS = 2_000;
const BEAT_MS = 5_000;
const DATABASE_CONNECTIONS = 2;
const MESSAGING_CONNECTIONS = 3;

/** Works runs off as they come; what it loses by dying is taken up again by the next. */
export async function startResearch(env: ResearchEnvironment, { logger }: Pick<ProcessContext, 'logger'>): Promise<RunningComponent> {
  const database = await createDataSource(env.databaseUrl, DATABASE_CONNECTIONS, { name: 'research' });
  await requireCurrentSchema(database);
  const messaging = await openQueue(env, logger);
  // One core is left to those who trade.
  const concurrency = Math.max(1, availableParallelism() - 1);
  const worker = new RunWorker({
    claims: new ResearchClaims(database),
    execute: (run, watch) => runInChild(orderOf(run, env, concurrency), watch),
    concurrency,
    timers: systemTimers,
    changed: (id) => void messaging.fanout.publish(TOPICS.research, { id }),
    trouble: (what, error) => logger.warn(`${what} failed`, { error }),
  });
  await messaging.research.onWake((id) => worker.wake(id));
  await worker.look();

  const board = new HealthBoard(database);
  const beat = (): Promise<void> => board.beat({ component: 'research', status: 'ok' });
  await beat();
  const failed = (what: string) => (error: unknown) => logger.warn(`${what} failed`, { error });
  const chores = [
    repeat(systemTimers, SWEEP_MS, () => worker.look(), failed('the sweep')),
    repeat(systemTimers, BEAT_MS, beat, failed('the health beat')),
  ];
  return {
    detail: { concurrency },
    stop: async () => {
      chores.forEach((chore) => chore.cancel());
      await worker.stop();
      await messaging.close();
      await board.remove('research');
      await database.destroy();
    },
  };
}

async function openQueue({ databaseUrl, redisUrl }: ResearchEnvironment, logger: Logger): Promise<Messaging> {
  const onTrouble = (error: unknown): void => logger.warn('the queue failed', { error });
  const messaging = await openMessaging({ name: 'research', databaseUrl, redisUrl, poolSize: MESSAGING_CONNECTIONS, onTrouble });
  for (const warning of messaging.warnings) logger.warn(warning);
  return messaging;
}
