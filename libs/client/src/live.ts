import { createClient } from 'graphql-ws';
import { rootField } from './http';
import type { Operation } from './operation';

/** `connecting` until the first contact, `reconnecting` after one was lost. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

export interface LiveOptions {
  /** `ws://127.0.0.1:8080/graphql`. */
  readonly url: string;
  /** Only where the platform has no WebSocket of its own. */
  readonly webSocketImpl?: unknown;
  /** Milliseconds to wait before try `n` (from 0); doubled up to 10 s with jitter unless told. */
  readonly retryDelay?: (attempt: number) => number;
}

export interface Watcher<Result> {
  readonly next: (value: Result) => void;
  /** A refusal or a broken item; the subscription is asked for again by itself. */
  readonly problem?: (error: unknown) => void;
}

/** Subscriptions over one socket that outlive it. */
export interface Live {
  /**
   * Follows `operation` until the returned function is called. `variables` is asked for on every subscribe, so a
   * reconnection resumes after the cursor that it then gives.
   */
  subscribe<Result, Variables>(operation: Operation<Result, Variables>, variables: () => Variables, watcher: Watcher<Result>): () => void;
  /** Calls with the state now and on every change. */
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
      // A socket of a sleeping machine stays open and silent; only a missing pong shows that it is gone.
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

/** graphql-ws serialises the payload anew on every reconnection, so a getter gives each one the cursor of that moment. */
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

/** Keeps one subscription up: a server that ends or refuses it (a restart, a trader not there yet) is asked again. */
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
