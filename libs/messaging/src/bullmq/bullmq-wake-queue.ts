import type { Queue, Worker } from 'bullmq';
import type { WakeQueue } from '../wake-queue';
import type { BullBackend } from './backend';
import { JOB } from './backend';
import { inTime } from './in-time';

/** A queue whose jobs only mean "check the table". */
export class BullMqWakeQueue implements WakeQueue {
  private queue: Queue | undefined;
  private readonly workers = new Set<Worker>();

  constructor(
    private readonly backend: BullBackend,
    private readonly name: string,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  async wake(id: string): Promise<void> {
    try {
      await inTime(this.opened().add('wake', {}, { ...JOB, jobId: id }), `Waking ${this.name} for ${id}`);
    } catch (error) {
      this.onTrouble(error);
    }
  }

  async onWake(handler: (id: string) => void): Promise<() => Promise<void>> {
    const worker = this.backend.worker(this.name, async ({ id }) => handler(id ?? ''), { concurrency: 1, name: this.name });
    worker.on('error', this.onTrouble);
    worker.on('failed', (_job, error) => this.onTrouble(error));
    this.workers.add(worker);
    await worker.waitUntilReady();
    return () => this.closeWorker(worker);
  }

  async close(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => this.closeWorker(worker)));
    await this.queue?.close();
    this.queue = undefined;
  }

  private async closeWorker(worker: Worker): Promise<void> {
    this.workers.delete(worker);
    await worker.close();
  }

  private opened(): Queue {
    if (this.queue) return this.queue;
    this.queue = this.backend.queue(this.name);
    this.queue.on('error', this.onTrouble);
    return this.queue;
  }
}
