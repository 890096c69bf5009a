import { ManualClock } from '@libs/testkit';
import type { StreamCodec } from '@libs/sdk';
import { ManualStreams } from '../../test/manual-stream';
import { wordCodec } from '../../test/stream-server';
import { StreamConnection } from './stream-connection';
import { WebSocketManager } from './web-socket-manager';

/** Beside the usual words, `closing` is a venue that sends its clients away and `data a 1` names a topic. */
function codecOf(promises: Readonly<Record<string, number>> = {}): StreamCodec<string> {
  const words = wordCodec('ws://venue');
  return {
    ...words,
    promisedSilence: (topic) => promises[topic] ?? null,
    parse(frame) {
      const [word, topic = '', value = ''] = frame.split(' ');
      if (word === 'closing') return { kind: 'closing', message: 'restarting' };
      return word === 'data' ? { kind: 'data', topic, events: [value] } : words.parse(frame);
    },
  };
}

describe('a stream connection to a stubborn venue', () => {
  let streams: ManualStreams;
  let log: string[];
  let connection: StreamConnection<string>;

  beforeEach(() => {
    streams = new ManualStreams(new ManualClock());
    log = [];
    connection = new StreamConnection(
      codecOf(),
      {
        events: () => undefined,
        confirmed: (topics) => log.push(`confirmed ${topics.join()}`),
        connected: () => log.push('connected'),
        disconnected: (reason) => log.push(`disconnected: ${reason}`),
        notice: ({ type }) => {
          if (type === 'refused') connection.reconnect('refused');
        },
      },
      streams.environment,
    );
  });

  afterEach(() => connection.stop());

  function answer(reply: (frame: string) => string | null): void {
    streams.answer = (frame, socket) => {
      const text = frame === 'ping' ? 'pong' : reply(frame);
      if (text !== null) queueMicrotask(() => socket.handlers.frame(text));
    };
  }

  const confirm = (frame: string): string | null => (frame.startsWith('sub ') ? `ok ${frame.slice(4)}` : null);

  it('comes again ever more slowly when it is sent away at once each time', async () => {
    answer((frame) => (frame.startsWith('sub ') ? 'closing' : null));
    connection.start(['a']);
    await streams.clock.pass(60_000);
    // 5, 10, 20 seconds and so on behind the first.
    expect(streams.sockets).toHaveLength(4);
    answer(confirm);
    await streams.clock.pass(60_000);
    expect(connection.isConnected).toBe(true);
  });

  it('comes again at once when it is sent away after it was served', async () => {
    connection.start(['a']);
    await streams.clock.pass(10_000);
    streams.newest.handlers.frame('closing');
    await streams.clock.pass(0);
    expect([streams.sockets.length, connection.isConnected]).toEqual([2, true]);
  });

  it('is not connected without a topic whose refusal made somebody drop it', async () => {
    let asked = 0;
    answer((frame) => (frame.startsWith('sub ') ? ((asked += 1) === 1 ? 'no a' : 'ok b') : null));
    connection.start(['a', 'b']);
    await streams.clock.pass(14_000);
    expect(log).not.toContain('connected');
  });

  it('gives up a connection that leaves one request unanswered, whatever else is asked for meanwhile', async () => {
    answer((frame) => (frame === 'sub lost' ? null : confirm(frame)));
    connection.start(['a']);
    await streams.clock.pass(100);
    connection.subscribe(['lost']);
    await streams.clock.pass(6_000);
    connection.subscribe(['b']);
    await streams.clock.pass(4_000);
    expect(log.at(-1)).toBe('disconnected: the venue did not confirm a subscription');
  });

  it('opens one socket however often it is started while no opening is free, and none once it is stopped', async () => {
    const { budget } = streams.environment;
    while (budget.take(500) === 0);
    for (const topic of ['a', 'b', 'c']) {
      connection.subscribe([topic]);
      connection.start();
    }
    await streams.clock.pass(301_000);
    expect(streams.sockets).toHaveLength(1);
    while (budget.take(500) === 0);
    connection.reconnect('for a test');
    connection.stop();
    await streams.clock.pass(301_000);
    expect([streams.sockets.length, connection.isConnected]).toEqual([1, false]);
  });

  it('leaves the topics that speak alone and carries the silent one over another connection', async () => {
    const interrupted: string[] = [];
    const manager = new WebSocketManager({ reconnectDelaySeconds: 5, environment: streams.environment });
    const pool = manager.pool<string>({
      name: 'words',
      codec: () => codecOf({ dead: 8_000 }),
      handlers: {
        events: () => undefined,
        confirmed: () => undefined,
        interrupted: (topics) => interrupted.push(topics.join()),
        notice: () => undefined,
      },
    });
    pool.subscribe(['alive', 'dead']);
    await streams.clock.pass(0);
    const [first] = streams.sockets;
    for (let second = 0; second < 600; second += 1) {
      first!.handlers.frame('data alive 1');
      await streams.clock.pass(1_000);
    }
    expect([first!.isClosed, interrupted.filter((topics) => topics.includes('alive'))]).toEqual([false, []]);
    // Alone on its connection it is asked for anew there, and that connection again and again.
    expect(streams.sockets[1]!.sent[0]).toBe('sub dead');
    manager.close();
  });
});
