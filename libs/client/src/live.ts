import { createClient } from 'graphql-ws';
import { rootField } from './http';
import type { Operation } from './operation';

/** `connecting` until the first contact, `reconnecting` after a loss. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

export interface LiveOptions {
  /** `ws://127.0.0.1:8080/graphql`. */
  readonly url: string;
  /** Only needed if the runtime has no WebSocket. */
  readonly webSocketImpl?: unknown;
  /** Milliseconds before attempt `n` (from 0); by default doubling up to 10 s with jitter. */
  readonly retryDelay?: (attempt: number) => number;
}

export interface Watcher<Result> {
  readonly next: (value: Result) => void;
  /** A refusal or an invalid item; the subscription is requested again automatically. */
  readonly problem?: (error: unknown) => void;
}

/** Subscriptions over one socket that survive reconnections. */
export interface Live {
  /**
   * Follows `operation` until the returned function is called. `variables` is called on every subscribe, so a reconnection resumes after
   * the current cursor.
   */
  subscribe<Result, Variables>(operation: Operation<Result, Variables>, variables: () => Variables, watcher: Watcher<Result>): () => void;
  /** Calls back with the current state and on every change. */
  onState(listener: (state: ConnectionState) => void): () => void;
  close(): void;
}

const PING = 10_000;
const PONG_WAIT = 5_000;

export function createLive({ url, webSocketImpl, retryDelay = backOff }: LiveOptions): Live {
  const state = createState();
  const following = new Set<() => void>();
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  const socket = createClient({
    url,
    webSocketImpl,
    keepAlive: PING,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (attempt) => pause(retryDelay(attempt)),
    on: {
      connected: () => state.set('live'),
      closed: () => {
        clearTimeout(unanswered);
        state.lost();
      },
      // The socket of a sleeping machine stays open and silent; only a missing pong reveals it.
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => socket.terminate(), PONG_WAIT);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
    },
  });

  return {
    subscribe(operation, variables, watcher) {
      const stop = follow(
        (again) =>
          socket.subscribe(payloadOf(operation, variables), {
            next: (answer) => deliver(operation, answer, watcher),
            error: (error) => {
              watcher.problem?.(error);
              again();
            },
            complete: again,
          }),
        retryDelay,
      );
      following.add(stop);
      return () => {
        following.delete(stop);
        stop();
      };
    },
    onState: state.listen,
    close() {
      clearTimeout(unanswered);
      for (const stop of following) stop();
      void socket.dispose();
    },
  };
}

/** graphql-ws serialises the payload again on every reconnection, so a getter provides the current cursor. */
function payloadOf<Result, Variables>(operation: Operation<Result, Variables>, variables: () => Variables) {
  return {
    query: operation.text,
    operationName: operation.field,
    get variables() {
      return { ...variables() } as Record<string, unknown>;
    },
  };
}

function deliver<Result, Variables>(operation: Operation<Result, Variables>, answer: unknown, watcher: Watcher<Result>): void {
  let value: Result;
  try {
    value = rootField(operation, answer);
  } catch (error) {
    watcher.problem?.(error);
    return;
  }
  watcher.next(value);
}

/** Keeps one subscription up: if a server ends or refuses it (a restart, a trader that is not there yet), it is requested again. */
function follow(start: (again: () => void) => () => void, delay: (attempt: number) => number): () => void {
  let stopped = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end = (): void => undefined;
  const run = (): void => {
    end = start(() => {
      if (stopped) return;
      timer = setTimeout(run, delay(attempt));
      attempt += 1;
    });
  };
  run();
  return () => {
    stopped = true;
    clearTimeout(timer);
    end();
  };
}

function createState() {
  let current: ConnectionState = 'connecting';
  const listeners = new Set<(state: ConnectionState) => void>();
  const set = (next: ConnectionState): void => {
    if (next === current) return;
    current = next;
    for (const listener of listeners) listener(next);
  };
  return {
    set,
    lost: () => set(current === 'connecting' ? 'connecting' : 'reconnecting'),
    listen(listener: (state: ConnectionState) => void) {
      listeners.add(listener);
      listener(current);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function backOff(attempt: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
