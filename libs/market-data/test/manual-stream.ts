import type { Timers } from '@libs/platform';
import type { FrameSocketHandlers } from '../src/stream/frame-socket';
import type { StreamEnvironment } from '../src/stream/connection-ports';
import { OpenBudget } from '../src/stream/open-budget';

/** Time that passes only when told; the test brings one. */
export interface ManualTime extends Timers {
  wall(): number;
  monotonic(): number;
  pass(milliseconds: number): Promise<void>;
}

/** A socket that the test answers for. */
export interface ManualSocket {
  readonly url: string;
  readonly sent: string[];
  readonly handlers: FrameSocketHandlers;
  isClosed: boolean;
}

/** Sockets without a network and clocks that stand still until they are told. */
export class ManualStreams {
  readonly sockets: ManualSocket[] = [];
  /** What each new socket does; the default accepts and confirms every `sub`. */
  accept: (socket: ManualSocket) => void = (socket) => queueMicrotask(() => socket.handlers.open());
  answer: (frame: string, socket: ManualSocket) => void = (frame, socket) => {
    if (frame.startsWith('sub ')) queueMicrotask(() => socket.handlers.frame(`ok ${frame.slice(4)}`));
    if (frame === 'ping') queueMicrotask(() => socket.handlers.frame('pong'));
  };

  readonly environment: StreamEnvironment;

  constructor(readonly clock: ManualTime) {
    this.environment = this.makeEnvironment();
  }

  get newest(): ManualSocket {
    return this.sockets.at(-1)!;
  }

  private makeEnvironment(): StreamEnvironment {
    return {
      open: (url, handlers) => {
        const socket: ManualSocket = { url, handlers, sent: [], isClosed: false };
        this.sockets.push(socket);
        this.accept(socket);
        return {
          send: (frame) => {
            socket.sent.push(frame);
            this.answer(frame, socket);
          },
          close: () => (socket.isClosed = true),
        };
      },
      timers: this.clock,
      monotonic: { now: () => this.clock.monotonic() },
      wall: { now: () => this.clock.wall() },
      random: () => 1,
      reconnectStepMs: 5_000,
      budget: new OpenBudget({ now: () => this.clock.monotonic() }),
    };
  }
}
