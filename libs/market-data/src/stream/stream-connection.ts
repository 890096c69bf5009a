import { backoffDelay } from '@libs/platform';
import type { MonotonicClock, Timers, WallClock } from '@libs/platform';
import type { ParsedFrame, StreamCodec } from '@libs/sdk';
import type { FrameSocket, OpenSocket } from './frame-socket';

const HEALTHY_AFTER_MS = 60_000;
const LONGEST_DELAY_MS = 60_000;
const ANSWER_WITHIN_MS = 10_000;
const TRIES_BEFORE_ALARM = 5;

/** What a connection meets besides data. */
export type StreamNotice =
  | { readonly type: 'refused'; readonly topics: readonly string[]; readonly message: string }
  | { readonly type: 'bad-frame'; readonly error: Error; readonly count: number }
  /** Still not connected after several tries; it goes on trying. */
  | { readonly type: 'alarm'; readonly tries: number; readonly reason: string };

export interface StreamHandlers<Event> {
  events(events: readonly Event[]): void;
  /** Every topic is confirmed; what happened while away has been missed. */
  connected(): void;
  disconnected(reason: string): void;
  notice(notice: StreamNotice): void;
}

/** Sockets, clocks and chance, passed in so that tests own them. */
export interface StreamEnvironment {
  readonly open: OpenSocket;
  readonly timers: Timers;
  readonly monotonic: MonotonicClock;
  readonly wall: WallClock;
  readonly random: () => number;
  /** Milliseconds of the first reconnect delay. */
  readonly reconnectStepMs: number;
}

type Phase = 'idle' | 'opening' | 'authenticating' | 'subscribing' | 'connected' | 'waiting';

interface Cancellable {
  cancel(): void;
}

/** One socket that is kept alive for ever: opened, authenticated, subscribed, watched, and opened again. */
export class StreamConnection<Event> {
  private phase: Phase = 'idle';
  private socket: FrameSocket | null = null;
  private readonly topics = new Set<string>();
  private readonly unconfirmed = new Set<string>();
  private deadline: Cancellable | null = null;
  private heartbeat: Cancellable | null = null;
  private lastFrameAt = 0;
  private connectedAt: number | null = null;
  private tries = 0;
  private badFrames = 0;

  constructor(
    private readonly codec: StreamCodec<Event>,
    private readonly handlers: StreamHandlers<Event>,
    private readonly environment: StreamEnvironment,
  ) {}

  get isConnected(): boolean {
    return this.phase === 'connected';
  }

  start(topics: readonly string[] = []): void {
    for (const topic of topics) this.topics.add(topic);
    if (this.phase === 'idle') this.open();
  }

  /** Adds topics, at once where the connection is ready for them. */
  subscribe(topics: readonly string[]): void {
    const fresh = topics.filter((topic) => !this.topics.has(topic));
    for (const topic of fresh) this.topics.add(topic);
    if (fresh.length > 0 && (this.phase === 'subscribing' || this.phase === 'connected')) this.request(fresh);
  }

  unsubscribe(topics: readonly string[]): void {
    const known = topics.filter((topic) => this.topics.delete(topic));
    for (const topic of known) this.unconfirmed.delete(topic);
    if (known.length > 0 && (this.phase === 'subscribing' || this.phase === 'connected')) this.send(this.codec.unsubscribe(known));
  }

  /** Drops the socket and opens a new one by the rules of back-off. */
  reconnect(reason: string): void {
    if (this.phase !== 'idle' && this.phase !== 'waiting') this.drop(reason);
  }

  stop(): void {
    this.phase = 'idle';
    this.release();
  }

  private open(): void {
    this.phase = 'opening';
    this.expectWithin(ANSWER_WITHIN_MS, 'the venue did not accept the connection');
    const socket = this.environment.open(this.codec.urls[0]!, {
      open: () => this.guard(socket, () => this.opened()),
      frame: (text) => this.guard(socket, () => this.frame(text)),
      closed: (reason) => this.guard(socket, () => this.drop(reason)),
    });
    this.socket = socket;
  }

  /** A socket that was given up may still speak. */
  private guard(socket: FrameSocket, task: () => void): void {
    if (socket === this.socket) task();
  }

  private opened(): void {
    this.lastFrameAt = this.environment.monotonic.now();
    this.beat();
    const frames = this.codec.opening(this.environment.wall.now());
    if (frames.length === 0) return this.subscribeAll();
    this.phase = 'authenticating';
    this.expectWithin(ANSWER_WITHIN_MS, 'the venue did not answer the authentication');
    this.send(frames);
  }

  private subscribeAll(): void {
    this.phase = 'subscribing';
    this.unconfirmed.clear();
    if (this.topics.size === 0) this.confirmed();
    else this.request([...this.topics]);
  }

  private request(topics: readonly string[]): void {
    for (const topic of topics) this.unconfirmed.add(topic);
    this.expectWithin(ANSWER_WITHIN_MS, 'the venue did not confirm a subscription');
    this.send(this.codec.subscribe(topics));
  }

  private frame(text: string): void {
    this.lastFrameAt = this.environment.monotonic.now();
    const parsed = this.parse(text);
    if (!parsed) return;
    switch (parsed.kind) {
      case 'data':
        if (parsed.events.length > 0) this.handlers.events(parsed.events);
        return;
      case 'authenticated':
        if (this.phase === 'authenticating') this.subscribeAll();
        return;
      case 'subscribed':
        return this.answered(parsed.topics);
      case 'refused':
        this.handlers.notice({ type: 'refused', topics: parsed.topics, message: `${parsed.what}: ${parsed.message}` });
        if (parsed.what === 'authentication' || parsed.topics.length === 0)
          return this.drop(`the venue refused the ${parsed.what}: ${parsed.message}`);
        return this.answered(parsed.topics);
      case 'closing':
        return this.drop(parsed.message);
      case 'pong':
      case 'ignored':
    }
  }

  private parse(text: string): ParsedFrame<Event> | null {
    try {
      return this.codec.parse(text);
    } catch (cause) {
      this.badFrames += 1;
      const error = new Error(`A frame was dropped: ${text.slice(0, 200)}`, { cause });
      this.handlers.notice({ type: 'bad-frame', error, count: this.badFrames });
      return null;
    }
  }

  private answered(topics: readonly string[]): void {
    // Whoever heard of a refusal may have dropped the connection over it.
    if (this.phase !== 'subscribing' && this.phase !== 'connected') return;
    for (const topic of topics) this.unconfirmed.delete(topic);
    if (this.unconfirmed.size === 0) this.confirmed();
  }

  private confirmed(): void {
    this.deadline?.cancel();
    this.deadline = null;
    if (this.phase !== 'subscribing') return;
    this.phase = 'connected';
    this.connectedAt = this.environment.monotonic.now();
    this.handlers.connected();
  }

  /** Sends a heartbeat and judges the receiving side: an open socket proves nothing (ccxt#21731). */
  private beat(): void {
    this.heartbeat = this.environment.timers.after(this.codec.heartbeatMs, () => {
      const silence = this.environment.monotonic.now() - this.lastFrameAt;
      if (silence >= 2 * this.codec.heartbeatMs) return this.drop(`nothing came in for ${Math.round(silence)} ms`);
      this.send([this.codec.heartbeat()]);
      this.beat();
    });
  }

  private drop(reason: string): void {
    const wasConnected = this.phase === 'connected';
    const healthy = this.connectedAt !== null && this.environment.monotonic.now() - this.connectedAt >= HEALTHY_AFTER_MS;
    this.release();
    this.phase = 'waiting';
    // A connection that worked ends the row of failures; one that broke soon still waits a step, so flapping stays slow.
    this.tries = healthy ? 0 : wasConnected ? 1 : this.tries + 1;
    this.expectNext(healthy ? 0 : this.nextDelay());
    if (wasConnected) this.handlers.disconnected(reason);
    if (this.tries === TRIES_BEFORE_ALARM) this.handlers.notice({ type: 'alarm', tries: this.tries, reason });
  }

  private nextDelay(): number {
    const { reconnectStepMs, random } = this.environment;
    return backoffDelay(this.tries, { step: reconnectStepMs, cap: LONGEST_DELAY_MS, random });
  }

  private expectNext(delay: number): void {
    this.deadline = this.environment.timers.after(delay, () => this.open());
  }

  private expectWithin(milliseconds: number, otherwise: string): void {
    this.deadline?.cancel();
    this.deadline = this.environment.timers.after(milliseconds, () => this.drop(otherwise));
  }

  private send(frames: readonly string[]): void {
    for (const frame of frames) this.socket?.send(frame);
  }

  private release(): void {
    this.deadline?.cancel();
    this.heartbeat?.cancel();
    this.deadline = this.heartbeat = null;
    this.connectedAt = null;
    this.unconfirmed.clear();
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
