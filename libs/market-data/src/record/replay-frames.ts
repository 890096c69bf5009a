import { OpenBudget } from '../stream/open-budget';
import type { FrameSocketHandlers, OpenSocket } from '../stream/frame-socket';
import type { StreamEnvironment } from '../stream/connection-ports';
import type { FrameTime } from '../stream/frame-tap';
import type { RecordedFrame } from './frame-line';

export interface ReplayReport {
  readonly framesIn: number;
  readonly framesOut: number;
  /** Frames that the recorder had to drop; a recording with a hole gives other events. */
  readonly lost: number;
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Sockets and clocks of a recording. Make the same connections with the same topics, each in its `environmentOf`, then `run`:
 * the same codecs see the same frames at the same times.
 */
export class FrameReplay {
  private now: FrameTime = { wall: 0, monotonic: 0 };
  private timers: Timer[] = [];
  private made = 0;
  private readonly sockets = new Map<string, ReplayedSocket>();

  /** What the connection of that name is given instead of the world. */
  environmentOf(connection: string): StreamEnvironment {
    return {
      open: this.opener(connection),
      timers: { after: (delay, task) => this.after(delay, task) },
      monotonic: { now: () => this.now.monotonic },
      wall: { now: () => this.now.wall },
      // The shortest delays: a socket of the replay then waits for the recorded one, never the other way round.
      random: () => 0,
      budget: new OpenBudget({ now: () => 0 }),
      reconnectStepMs: 1,
    };
  }

  /** Plays all of it, as fast as it can be read; `start` starts the connections, once the clocks stand at the first frame. */
  async run(frames: AsyncIterable<RecordedFrame>, start: () => void): Promise<ReplayReport> {
    const report = { framesIn: 0, framesOut: 0, lost: 0, from: null as number | null, to: null as number | null };
    for await (const frame of frames) {
      if (report.from === null) {
        this.now = frame.at;
        report.from = frame.at.wall;
        start();
      }
      report.to = frame.at.wall;
      this.pass(frame.at);
      if (frame.type === 'in') report.framesIn += 1;
      if (frame.type === 'out') report.framesOut += 1;
      if (frame.type === 'lost') report.lost += frame.count;
      else this.sockets.get(frame.connection)?.play(frame);
    }
    return report;
  }

  private opener(connection: string): OpenSocket {
    const socket = new ReplayedSocket();
    this.sockets.set(connection, socket);
    return (_, handlers) => socket.attach(handlers);
  }

  private after(delay: number, task: () => void): { cancel(): void } {
    const timer = { due: this.now.monotonic + Math.max(0, delay), order: (this.made += 1), task };
    this.timers.push(timer);
    return { cancel: () => void (this.timers = this.timers.filter((other) => other !== timer)) };
  }

  /** Time goes on to that moment, one due timer after the other. */
  private pass(to: FrameTime): void {
    for (let timer = this.due(to.monotonic); timer; timer = this.due(to.monotonic)) {
      const { due, task } = timer;
      this.timers = this.timers.filter((other) => other !== timer);
      const passed = Math.max(0, due - this.now.monotonic);
      this.now = { wall: this.now.wall + passed, monotonic: this.now.monotonic + passed };
      task();
    }
    this.now = to;
  }

  private due(by: number): Timer | undefined {
    return this.timers.filter(({ due }) => due <= by).sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly task: () => void;
}

/** The recorded life of one connection's sockets, given to whichever socket the replayed connection holds. */
class ReplayedSocket {
  private handlers: FrameSocketHandlers | null = null;
  /** What was recorded before the replayed connection had a socket for it. */
  private early: RecordedFrame[] = [];

  attach(handlers: FrameSocketHandlers): { send(): void; close(): void } {
    this.handlers = handlers;
    // Whoever opens a socket is only ready for it after this call has returned.
    const waiting = this.early;
    this.early = [];
    if (waiting.length > 0) queueMicrotask(() => waiting.forEach((frame) => this.play(frame)));
    return {
      send: () => undefined,
      close: () => {
        if (this.handlers === handlers) this.handlers = null;
      },
    };
  }

  play(frame: RecordedFrame): void {
    const { handlers } = this;
    if (!handlers) {
      // A socket that the replayed connection gave up says nothing any more; an opening is of its next one.
      if (frame.type === 'opened' || this.early.length > 0) this.early.push(frame);
      return;
    }
    if (frame.type === 'opened') handlers.open();
    if (frame.type === 'in') handlers.frame(frame.text);
    if (frame.type !== 'closed') return;
    this.handlers = null;
    handlers.closed(frame.reason);
  }
}
