import type { Job, Queue, Worker } from 'bullmq';
import type { OrderQueue, Wake } from '../order-queue';
import type { BullBackend } from './backend';
import { JOB } from './backend';
import { inTime } from './in-time';

/** Concurrent submits per venue account; each waits for its venue. */
const CONCURRENCY = 16;

/** One queue per venue account and one more for its cancels, so that submits never delay a cancel. */
export class BullMqOrderQueue implements OrderQueue {
  private readonly queues = new Map<string, Queue>();
  private readonly workers = new Set<Worker>();

  constructor(
    private readonly backend: BullBackend,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  async wake(venueAccountId: string, dispatch: Wake): Promise<void> {
    try {
      const adding = this.queue(queueName(dispatch.kind, venueAccountId)).add('wake', {}, { ...JOB, jobId: dispatch.id });
      await inTime(adding, `Waking for dispatch ${dispatch.id}`);
    } catch (error) {
      this.onTrouble(error);
    }
  }

  async onWake(venueAccountId: string, handler: (dispatchId: string) => Promise<void>): Promise<() => Promise<void>> {
    const process = async (job: Job): Promise<void> => handler(job.id ?? '');
    const workers = (['cancel', 'submit'] as const).map((kind) => {
      const name = queueName(kind, venueAccountId);
      const worker = this.backend.worker(name, process, { concurrency: CONCURRENCY, name: 'executor' });
      worker.on('error', this.onTrouble);
      worker.on('failed', (_job, error) => this.onTrouble(error));
      return worker;
    });
    for (const worker of workers) this.workers.add(worker);
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    return async () => {
      await Promise.all(workers.map((worker) => this.closeWorker(worker)));
    };
  }

  /** Waits for running handlers. */
  async close(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => this.closeWorker(worker)));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    this.queues.clear();
  }

  private async closeWorker(worker: Worker): Promise<void> {
    this.workers.delete(worker);
    await worker.close();
  }

  private queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = this.backend.queue(name);
    queue.on('error', this.onTrouble);
    this.queues.set(name, queue);
    return queue;
  }
}

function queueName(kind: Wake['kind'], venueAccountId: string): string {
  return `${kind === 'cancel' ? 'cancels' : 'orders'}-${venueAccountId}`;
}
