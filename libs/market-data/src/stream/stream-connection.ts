import { backoffDelay } from '@libs/platform';
import type { ParsedFrame, StreamCodec } from '@libs/sdk';
import type { Cancellable, StreamEnvironment, StreamHandlers } from './connection-ports';
import { Endpoints } from './endpoints';
import type { FrameSocket } from './frame-socket';
import { TopicLedger } from './topic-ledger';

const HEALTHY_AFTER_MS = 60_000;
const LONGEST_DELAY_MS = 60_000;
const ANSWER_WITHIN_MS = 10_000;
/** With another address at hand nobody waits ten seconds for a silent one. */
const OPEN_WITHIN_MS = 4_000;
const TRIES_BEFORE_ALARM = 5;
const SWEEP_MS = 1_000;
const SILENT_HEARTBEATS = 2.5;
const MOST_RESTARTS = 3;
/** Who is sent away sooner than this after connecting has not been served, and waits before it comes again. */
const SERVED_AFTER_MS = 10_000;

type Phase = 'idle' | 'opening' | 'authenticating' | 'subscribing' | 'connected' | 'waiting';

interface Drop {
  /** The address itself is in doubt: another one is next. */
  readonly elsewhere?: boolean;
  /** The venue asked for it: nothing is wrong. */
  readonly planned?: boolean;
}

/** One socket that is kept alive for ever: opened, authenticated, subscribed, watched topic by topic, and opened again. */
export class StreamConnection<Event> {
  private phase: Phase = 'idle';
  private socket: FrameSocket | null = null;
  private readonly topics = new TopicLedger();
  private readonly endpoints: Endpoints;
  private deadline: Cancellable | null = null;
  private sweeper: Cancellable | null = null;
  private lastFrameAt = 0;
  private lastDataAt = 0;
  private lastBeatAt = 0;
  private connectedAt: number | null = null;
  private tries = 0;
  private badFrames = 0;
  private opens = 0;
  /** A request is unanswered, and the deadline is that of the oldest. */
  private isAwaiting = false;

  constructor(
    private readonly codec: StreamCodec<Event>,
    private readonly handlers: StreamHandlers<Event>,
    private readonly environment: StreamEnvironment,
  ) {
    this.endpoints = new Endpoints(codec.urls);
  }

  get isConnected(): boolean {
    return this.phase === 'connected';
  }

  /** Topics that it carries, confirmed or not. */
  get load(): { readonly topics: number; readonly characters: number } {
    return { topics: this.topics.size, characters: this.topics.names.reduce((sum, name) => sum + name.length, 0) };
  }

  /** Sockets opened so far. */
  get openings(): number {
    return this.opens;
  }

  start(topics: readonly string[] = []): void {
    for (const topic of topics) this.topics.add(topic);
    if (this.phase === 'idle') this.open();
  }

  /** Adds topics, at once where the connection is ready for them. */
  subscribe(topics: readonly string[]): void {
    const fresh = topics.filter((topic) => this.topics.add(topic));
    if (fresh.length > 0 && this.isReady) this.request(fresh);
  }

  unsubscribe(topics: readonly string[]): void {
    const known = topics.filter((topic) => this.topics.remove(topic));
    if (known.length > 0 && this.isReady) this.send(this.codec.unsubscribe(known));
  }

  /** Asks for one topic anew: its snapshot comes again, the others flow on. */
  restart(topic: string): void {
    if (!this.topics.has(topic) || !this.isReady) return;
    if (this.topics.restart(topic) > MOST_RESTARTS) {
      if (this.topics.size === 1) return this.drop(`${topic} stays silent`, { elsewhere: true });
      // The others speak, and must not be torn down for one that may never do so again.
      this.handlers.stuck?.(topic);
      if (!this.topics.has(topic)) return;
    }
    this.requestAnew(topic);
  }

  /** Drops the socket and opens a new one by the rules of back-off. */
  reconnect(reason: string): void {
    if (this.phase !== 'idle' && this.phase !== 'waiting') this.drop(reason);
  }

  stop(): void {
    this.phase = 'idle';
    this.release();
  }

  private get isReady(): boolean {
    return this.phase === 'subscribing' || this.phase === 'connected';
  }

  private open(): void {
    const { environment, endpoints, codec } = this;
    const wait = environment.budget.take(codec.limits.opensPer5Minutes);
    if (wait > 0) {
      this.phase = 'waiting';
      return this.expectNext(wait);
    }
    this.phase = 'opening';
    this.opens += 1;
    this.expectWithin(endpoints.hasOthers ? OPEN_WITHIN_MS : ANSWER_WITHIN_MS, 'the venue did not accept the connection');
    const socket = environment.open(endpoints.current, {
      open: () => this.guard(socket, () => this.opened()),
      frame: (text) => this.guard(socket, () => this.frame(text)),
      closed: (reason) => this.guard(socket, () => this.drop(reason, { elsewhere: this.phase === 'opening' })),
    });
    this.socket = socket;
  }

  /** A socket that was given up may still speak. */
  private guard(socket: FrameSocket, task: () => void): void {
    if (socket === this.socket) task();
  }

  private opened(): void {
    this.lastFrameAt = this.lastDataAt = this.lastBeatAt = this.environment.monotonic.now();
    this.sweep();
    const frames = this.codec.opening();
    if (frames.length === 0) return this.subscribeAll();
    this.phase = 'authenticating';
    this.expectWithin(ANSWER_WITHIN_MS, 'the venue did not answer the authentication');
    this.send(frames);
  }

  private subscribeAll(): void {
    this.phase = 'subscribing';
    if (this.topics.size === 0) this.confirmed();
    else this.request(this.topics.names);
  }

  private request(topics: readonly string[]): void {
    if (!this.isAwaiting) this.expectWithin(ANSWER_WITHIN_MS, 'the venue did not confirm a subscription');
    this.isAwaiting = true;
    this.send(this.codec.subscribe(topics));
  }

  /** A venue that refused or forgot a topic may hold half of it still, and would refuse it as known. */
  private requestAnew(topic: string): void {
    this.send(this.codec.unsubscribe([topic]));
    this.request([topic]);
  }

  private frame(text: string): void {
    const now = this.environment.monotonic.now();
    this.lastFrameAt = now;
    const parsed = this.parse(text);
    if (!parsed) return;
    if (parsed.kind === 'data') {
      this.lastDataAt = now;
      this.topics.heard(parsed.topic, now);
      this.handlers.events(parsed.events, parsed.topic);
    } else this.control(parsed, now);
  }

  private control(parsed: Exclude<ParsedFrame<Event>, { readonly kind: 'data' }>, now: number): void {
    switch (parsed.kind) {
      case 'authenticated':
        if (this.phase === 'authenticating') this.subscribeAll();
        return;
      case 'subscribed':
        return this.answered(this.topics.confirm(parsed.topics, now));
      case 'refused':
        return this.refused(parsed, now);
      case 'closing':
        return this.drop(parsed.message, { planned: true });
      case 'pong':
      case 'ignored':
    }
  }

  private refused(refusal: Extract<ParsedFrame<Event>, { readonly kind: 'refused' }>, now: number): void {
    const { what, topics, message } = refusal;
    const { socket } = this;
    this.handlers.notice({ type: 'refused', topics, message: `${what}: ${message}` });
    // Whoever heard of it may have dropped the connection over it.
    if (this.socket !== socket) return;
    if (what === 'authentication' || topics.length === 0) return this.drop(`the venue refused the ${what}: ${message}`);
    this.topics.refuse(topics, now);
    this.answered([]);
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

  private answered(confirmed: readonly string[]): void {
    if (!this.isReady) return;
    if (confirmed.length > 0) this.handlers.confirmed?.(confirmed);
    if (this.topics.areAllAnswered) this.confirmed();
  }

  private confirmed(): void {
    this.deadline?.cancel();
    this.deadline = null;
    this.isAwaiting = false;
    if (this.phase !== 'subscribing') return;
    this.phase = 'connected';
    this.connectedAt = this.environment.monotonic.now();
    this.endpoints.worked();
    this.handlers.connected();
  }

  /** Judges the receiving side of the connection and of each topic: an open socket proves nothing (ccxt#21731, #20412). */
  private sweep(): void {
    this.sweeper = this.environment.timers.after(SWEEP_MS, () => {
      const now = this.environment.monotonic.now();
      const silence = now - this.lastFrameAt;
      if (silence >= SILENT_HEARTBEATS * this.codec.heartbeatMs)
        return this.drop(`nothing came in for ${Math.round(silence)} ms`, { elsewhere: true });
      if (now - this.lastBeatAt >= this.codec.heartbeatMs) {
        this.lastBeatAt = now;
        this.send([this.codec.heartbeat()]);
      }
      this.sweep();
      this.sweepTopics(now);
    });
  }

  private sweepTopics(now: number): void {
    if (!this.isReady) return;
    // One by one: a request that was refused as a whole must not fail for one of its topics again.
    for (const topic of this.topics.takeRetries(now)) this.requestAnew(topic);
    for (const { topic, silence } of this.topics.silent(now, (name) => this.codec.promisedSilence(name))) {
      // Where no other topic speaks either, it is the connection that answers pings and is dead all the same.
      if (this.topics.size > 1 && now - this.lastDataAt >= silence)
        return this.drop(`nothing but pongs came in for ${silence} ms`, { elsewhere: true });
      this.handlers.notice({ type: 'silent', topic, silence });
      this.restart(topic);
    }
  }

  private drop(reason: string, { elsewhere = false, planned = false }: Drop = {}): void {
    const wasConnected = this.phase === 'connected';
    const carried = wasConnected || this.topics.hasConfirmed;
    const lasted = this.connectedAt === null ? 0 : this.environment.monotonic.now() - this.connectedAt;
    const healthy = lasted >= (planned ? SERVED_AFTER_MS : HEALTHY_AFTER_MS);
    this.release();
    this.phase = 'waiting';
    const isFresh = elsewhere && this.endpoints.next();
    // A connection that worked ends the row of failures; one that broke soon still waits a step, so flapping stays slow.
    if (healthy) this.tries = 0;
    else if (!isFresh) this.tries = wasConnected ? 1 : this.tries + 1;
    this.expectNext(healthy || isFresh ? 0 : this.nextDelay());
    if (isFresh) this.handlers.notice({ type: 'failover', url: this.endpoints.current, reason });
    if (carried) this.handlers.disconnected(reason);
    if (this.tries === TRIES_BEFORE_ALARM && !isFresh) this.handlers.notice({ type: 'alarm', tries: this.tries, reason });
  }

  private nextDelay(): number {
    const { reconnectStepMs, random } = this.environment;
    return backoffDelay(this.tries, { step: reconnectStepMs, cap: LONGEST_DELAY_MS, random });
  }

  private expectNext(delay: number): void {
    this.deadline?.cancel();
    this.deadline = this.environment.timers.after(delay, () => this.open());
  }

  private expectWithin(milliseconds: number, otherwise: string): void {
    this.deadline?.cancel();
    this.deadline = this.environment.timers.after(milliseconds, () => this.drop(otherwise, { elsewhere: true }));
  }

  private send(frames: readonly string[]): void {
    for (const frame of frames) this.socket?.send(frame);
  }

  private release(): void {
    this.deadline?.cancel();
    this.sweeper?.cancel();
    this.deadline = this.sweeper = null;
    this.isAwaiting = false;
    this.connectedAt = null;
    this.topics.forget();
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
