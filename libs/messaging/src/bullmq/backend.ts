import type { Processor, Queue, Relay, Worker } from 'bullmq';

export interface WorkerSettings {
  readonly concurrency: number;
  readonly name: string;
}

/** BullMQ on one of its two datastores; parts share connections as far as the datastore allows. */
export interface BullBackend {
  readonly kind: 'postgres' | 'redis';
  /** Things that work, but not well; for the log. */
  readonly warnings: readonly string[];
  queue(name: string): Queue;
  worker(name: string, processor: Processor, settings: WorkerSettings): Worker;
  relay(name: string): Relay;
  /** Publishes to the relay without being one of its nodes. */
  publish(topic: string, data: string, retainMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Jobs are removed completely: the id of a kept one would silently block adding it again. */
export const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

export const QUEUE = {
  // Nobody reads the stream of job events.
  streams: { events: { maxLen: 100 } },
  defaultJobOptions: JOB,
} as const;

export const WORKER = {
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
  // A job whose worker died is not repeated: the sweeper finds its dispatch row.
  maxStalledCount: 0,
  // The default of 15 s would leave orders to the sweeper long after the datastore is back.
  runRetryDelay: 500,
} as const;

export const NAMESPACE = 'plimsoll';

/** Larger messages are an error of the sender. */
export const MAX_MESSAGE_BYTES = 512 * 1024;
