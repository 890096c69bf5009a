import type { CcxtClient } from '../../clients/ccxt-client';
import type { Trial } from '../../suite/trial';

/** Calls watch again and again until the card is over; what it answers is remembered. */
export function listen<T>(trial: Trial, watch: () => Promise<T>): T[] {
  const heard: T[] = [];
  let isOver = false;
  trial.later(() => void (isOver = true));
  const loop = async (): Promise<void> => {
    while (!isOver) heard.push(structured(await watch()));
  };
  // Ends when the client is closed or the card's own check fails for want of what should have come.
  loop().catch((error: unknown) => {
    if (!isOver) failures.set(heard, error);
  });
  return heard;
}

const failures = new WeakMap<object, unknown>();

/** What ended the listening, if anything did. */
export function failureOf(heard: readonly unknown[]): string {
  const error = failures.get(heard);
  return error === undefined ? '' : String(error);
}

/** ccxt hands out its caches, which change later. */
function structured<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export interface Frame {
  readonly topic?: string;
  readonly type?: string;
  readonly op?: string;
  readonly ts?: number;
  readonly cts?: number;
  readonly data?: unknown;
}

/** Every frame of the client's connections as it came; to be called before the first connection. */
export function frames(client: CcxtClient): Frame[] {
  const heard: Frame[] = [];
  const handle = client.handleMessage.bind(client);
  client.handleMessage = (connection: never, message: never): void => {
    heard.push(structured(message));
    handle(connection, message);
  };
  return heard;
}
