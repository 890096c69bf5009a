import { WebSocketManager } from '@libs/market-data';
import type { FrameSocketHandlers } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import type { ParsedFrame, PrivateEvent, StreamCodec } from '@libs/sdk';
import { ManualClock } from '@libs/testkit';
import { PrivateSession } from './private-session';

/** `ok` confirms, `no` refuses the topic, everything else is an event. */
const codec: StreamCodec<PrivateEvent> = {
  urls: ['ws://venue/v5/private'],
  limits: { topics: 10, topicCharacters: 1_000, opensPer5Minutes: 500 },
  promisedSilence: () => null,
  heartbeatMs: 3_600_000,
  opening: () => [],
  subscribe: (topics) => [`sub ${topics.join()}`],
  unsubscribe: () => [],
  heartbeat: () => 'ping',
  parse(frame): ParsedFrame<PrivateEvent> {
    if (frame === 'ok') return { kind: 'subscribed', topics: ['order'] };
    if (frame === 'torn') throw new SyntaxError('not JSON');
    if (frame === 'no') return { kind: 'refused', what: 'subscription', topics: ['order'], message: 'no right' };
    return { kind: 'data', topic: 'order', events: [{ type: 'disconnected', reason: frame }] };
  },
};

describe('the private session', () => {
  let clock: ManualClock;
  let socket: FrameSocketHandlers;
  let opened: number;
  let log: string[];
  let pictures: (() => Promise<void>)[];
  let session: PrivateSession;

  beforeEach(() => {
    clock = new ManualClock();
    opened = 0;
    log = [];
    pictures = [];
    const open = (_: string, handlers: FrameSocketHandlers): { send(): void; close(): void } => {
      opened += 1;
      socket = handlers;
      return { send: () => undefined, close: () => undefined };
    };
    const manager = new WebSocketManager({
      reconnectDelaySeconds: 1,
      environment: { open, timers: clock, monotonic: { now: () => clock.monotonic() }, wall: { now: () => clock.wall() }, random: () => 1 },
    });
    session = new PrivateSession({
      manager,
      codec,
      timers: clock,
      logger: createLogger({ component: 'test', write: () => undefined }),
      intake: { take: (events) => log.push(...events.map(({ type }) => type)) },
      reconciler: { run: () => (pictures.shift() ?? (() => Promise.resolve()))() },
    });
    session.onSettled((isReconciled) => log.push(isReconciled ? 'reconciled' : 'lost'));
    session.start(['order']);
  });

  async function connect(): Promise<void> {
    socket.open();
    socket.frame('ok');
    await clock.pass(1);
  }

  it('asks for the whole picture when it could not read a frame', async () => {
    await connect();
    const asked: string[] = [];
    pictures.push(async () => void asked.push('picture'));
    socket.frame('torn');
    await clock.pass(1);
    expect(asked).toEqual(['picture']);
  });

  it('asks once more when it could not read frames while a picture was being taken', async () => {
    const finish: (() => void)[] = [];
    const picture = (): Promise<void> => new Promise((resolve) => finish.push(resolve));
    pictures.push(picture, picture, picture);
    await connect();
    socket.frame('torn');
    socket.frame('torn');
    await clock.pass(1);
    expect(finish).toHaveLength(1);
    finish[0]!();
    await clock.pass(1);
    expect(finish).toHaveLength(2);
    finish[1]!();
    await clock.pass(60_000);
    expect([finish.length, pictures.length]).toEqual([2, 1]);
  });

  it('takes one picture at a time, however many are wanted while the venue fails', async () => {
    await connect();
    let taken = 0;
    const failing = (): Promise<void> => {
      taken += 1;
      pictures.push(failing);
      return Promise.reject(new Error('HTTP 503'));
    };
    pictures.push(failing);
    for (let second = 0; second < 60; second += 1) {
      socket.frame('torn');
      session.reconcileNow();
      await clock.pass(1_000);
    }
    taken = 0;
    await clock.pass(60_000);
    // One every five to ten seconds.
    expect(taken).toBeGreaterThanOrEqual(6);
    expect(taken).toBeLessThanOrEqual(12);
  });

  it('asks nothing any more once it is stopped', async () => {
    pictures = [() => Promise.reject(new Error('HTTP 503')), () => Promise.resolve()];
    await connect();
    await session.stop();
    await clock.pass(60_000);
    expect([log, pictures.length]).toEqual([[], 1]);
  });

  it('is stopped when the picture that was being taken has ended, and takes no other', async () => {
    let finish: () => void = () => undefined;
    pictures = [() => new Promise((resolve) => (finish = resolve)), () => Promise.resolve()];
    await connect();
    socket.frame('torn');
    let isStopped = false;
    const stopped = session.stop().then(() => (isStopped = true));
    await clock.pass(60_000);
    expect(isStopped).toBe(false);
    finish();
    await stopped;
    expect([log, pictures.length]).toEqual([[], 1]);
  });

  it('reconciles on every connection, and orders wait in between', async () => {
    expect(session.problem).toBe('the private stream is not connected yet');
    await connect();
    expect(session.problem).toBeNull();
    socket.closed('reset');
    expect(session.problem).toBe('the private stream is down: reset');
    await clock.pass(1_000);
    await connect();
    expect(log).toEqual(['reconciled', 'lost', 'reconciled']);
  });

  it('tries a failed reconciliation again and says why orders wait', async () => {
    pictures = [() => Promise.reject(new Error('HTTP 503'))];
    await connect();
    expect(session.problem).toBe('reconciliation failed: HTTP 503');
    await clock.pass(1_000);
    expect(log).toEqual(['reconciled']);
  });

  it('does not trust a picture that was begun on an older connection', async () => {
    let finish: () => void = () => undefined;
    pictures = [() => new Promise((resolve) => (finish = resolve)), () => new Promise(() => undefined)];
    await connect();
    socket.closed('reset');
    await clock.pass(1_000);
    await connect();
    finish();
    await clock.pass(1);
    expect(log).toEqual(['lost']);
  });

  it('opens a stream anew that left something out, and reconciles', async () => {
    await connect();
    session.missed(['a']);
    expect(session.problem).toBe('the private stream is down: it missed updates of a');
    await clock.pass(1_000);
    await connect();
    expect([opened, log]).toEqual([2, ['reconciled', 'lost', 'reconciled']]);
  });

  it('does not stay on a connection that lacks a topic', async () => {
    socket.open();
    socket.frame('no');
    await clock.pass(1_000);
    expect(opened).toBe(2);
    expect(log).not.toContain('reconciled');
  });
});
