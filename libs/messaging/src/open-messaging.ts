import { BullMqOrderQueue } from './bullmq/bullmq-order-queue';
import { BullMqWakeQueue } from './bullmq/bullmq-wake-queue';
import { openPostgresBackend } from './bullmq/postgres-backend';
import { openRedisBackend } from './bullmq/redis-backend';
import { RelayFanout } from './bullmq/relay-fanout';
import type { Fanout } from './fanout';
import type { OrderQueue } from './order-queue';
import type { WakeQueue } from './wake-queue';

export interface MessagingSettings {
  /** Name of the process, visible in the datastore. */
  readonly name: string;
  readonly databaseUrl: string;
  /** If set, Redis or Valkey carries queues and fan-out; otherwise the database does. */
  readonly redisUrl?: string | undefined;
  /** Maximum Postgres connections; 6 are enough for one executor. */
  readonly poolSize?: number;
  /** Receives errors outside a call; the parts recover by themselves. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface Messaging {
  readonly backend: 'postgres' | 'redis';
  readonly orders: OrderQueue;
  /** Research runs that wait or are to be cancelled. */
  readonly research: WakeQueue;
  readonly fanout: Fanout;
  /** For the log at start. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/** Connects queues and fan-out of one process; throws if the datastore does not answer or may drop what it acknowledged. */
export async function openMessaging(settings: MessagingSettings): Promise<Messaging> {
  const { name, databaseUrl, redisUrl, poolSize = 6, onTrouble = () => undefined } = settings;
  const backend = redisUrl
    ? await openRedisBackend({ url: redisUrl, onTrouble })
    : await openPostgresBackend({ url: databaseUrl, poolSize, onTrouble });
  const orders = new BullMqOrderQueue(backend, onTrouble);
  const research = new BullMqWakeQueue(backend, 'research', onTrouble);
  const fanout = new RelayFanout(backend, { name, onTrouble });
  return {
    backend: backend.kind,
    orders,
    research,
    fanout,
    warnings: backend.warnings,
    close: async () => {
      await orders.close();
      await research.close();
      await fanout.close();
      await backend.close();
    },
  };
}
