import { createInterface } from 'node:readline';
import { Watch, frameOf, memoryInAll, startBacktestProcess } from './backtest-process';
import type { BacktestProcess, ProcessNeeds } from './backtest-process';
import type { Locations } from './locations';

export interface AskedNeeds extends ProcessNeeds {
  /** Milliseconds that it may be silent while something is asked. */
  readonly deadline: number;
  /** Megabytes beside `memory` that are its own. */
  readonly more?: number;
  readonly signal?: AbortSignal;
}

/** A sandbox that is asked on one line, and answers with frames, one a line. */
export class AskedProcess<Frame> {
  private readonly child: BacktestProcess;
  private readonly watch: Watch;
  private readonly lines: AsyncIterator<string>;

  constructor(
    entry: string,
    locations: Locations,
    { deadline, more = 0, signal, ...needs }: AskedNeeds,
    private readonly parse: (json: unknown) => Frame,
  ) {
    this.child = startBacktestProcess(entry, locations, needs);
    const { trail } = needs;
    const watched = { memory: memoryInAll(needs) + more, ...(signal ? { signal } : {}), ...(trail ? { trail } : {}) };
    this.watch = new Watch(this.child, deadline, watched);
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** The first thing that is made of a frame. Throws `BacktestFailed` if the process ends or is silent for too long. */
  async ask<Answer>(question: unknown, answerOf: (frame: Frame) => Answer | null): Promise<Answer> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    try {
      for (;;) {
        this.watch.heard();
        const line = await this.lines.next();
        if (line.done) throw await this.watch.failure();
        const answer = answerOf(frameOf(line.value, this.parse));
        if (answer !== null) return answer;
      }
    } finally {
      this.watch.stop();
    }
  }

  kill(): void {
    this.watch.stop();
    this.child.kill('SIGKILL');
  }
}
