import { ManualClock } from '@libs/testkit';
import type { StreamCodec } from '@libs/sdk';
import { ManualStreams } from '../../test/manual-stream';
import { wordCodec } from '../../test/stream-server';
import { OpenBudget } from './open-budget';
import { StreamConnection } from './stream-connection';

/** Data frames name their topic: `data b 7`. */
function codecOf(urls: readonly string[], promises: Readonly<Record<string, number>> = {}): StreamCodec<string> {
  const words = wordCodec('ws://first');
  return {
    ...words,
    urls,
    promisedSilence: (topic) => promises[topic] ?? null,
    parse(frame) {
      const [word, topic = '', value = ''] = frame.split(' ');
      return word === 'data' ? { kind: 'data', topic, events: [value] } : words.parse(frame);
    },
  };
}

describe('a stream connection that watches its topics', () => {
  let streams: ManualStreams;
  let log: string[];
  let connection: StreamConnection<string>;

  async function connect(codec: StreamCodec<string>, topics = ['a', 'b']): Promise<void> {
    connection = new StreamConnection(
      codec,
      {
        events: (events, topic) => log.push(`${topic} ${events.join()}`),
        confirmed: (confirmed) => log.push(`confirmed ${confirmed.join()}`),
        connected: () => log.push('connected'),
        disconnected: (reason) => log.push(`disconnected: ${reason}`),
        notice: (notice) => log.push(notice.type === 'silent' ? `silent ${notice.topic} ${notice.silence}` : notice.type),
      },
      streams.environment,
    );
    connection.start(topics);
    await streams.clock.pass(0);
  }

  beforeEach(() => {
    streams = new ManualStreams(new ManualClock());
    log = [];
  });

  afterEach(() => connection.stop());

  it('asks anew for the one topic that breaks its promise and leaves the others alone', async () => {
    await connect(codecOf(['ws://first'], { a: 8_000, b: 8_000 }));
    for (let second = 0; second < 9; second += 1) {
      streams.newest.handlers.frame('data b 1');
      await streams.clock.pass(1_000);
    }
    expect(log.filter((line) => !line.startsWith('b'))).toEqual(['confirmed a,b', 'connected', 'silent a 8000', 'confirmed a']);
    expect(streams.newest.sent.filter((frame) => frame !== 'ping')).toEqual(['sub a,b', 'unsub a', 'sub a']);
  });

  it('expects nothing of a topic without a promise', async () => {
    await connect(codecOf(['ws://first']));
    await streams.clock.pass(600_000);
    expect(log).toEqual(['confirmed a,b', 'connected']);
  });

  it('gives the connection up when a topic stays silent however often it is asked for', async () => {
    await connect(codecOf(['ws://first'], { a: 8_000 }), ['a']);
    await streams.clock.pass(60_000);
    expect(log.slice(0, 9)).toEqual([
      ...['confirmed a', 'connected', 'silent a 8000', 'confirmed a', 'silent a 8000', 'confirmed a', 'silent a 8000', 'confirmed a'],
      'silent a 8000',
    ]);
    expect(log[9]).toBe('disconnected: a stays silent');
    expect(streams.sockets).toHaveLength(2);
  });

  it('gives a connection up that answers pings while no topic of it speaks', async () => {
    await connect(codecOf(['ws://first'], { a: 8_000 }));
    await streams.clock.pass(8_000);
    expect(log.slice(2)).toEqual(['disconnected: nothing but pongs came in for 8000 ms']);
  });

  it('takes a connection without any frame for dead within eight seconds at a heartbeat of three', async () => {
    streams.answer = (frame, socket) => {
      if (frame.startsWith('sub ')) queueMicrotask(() => socket.handlers.frame(`ok ${frame.slice(4)}`));
    };
    await connect({ ...codecOf(['ws://first']), heartbeatMs: 3_000 });
    await streams.clock.pass(7_900);
    expect(log).toHaveLength(2);
    await streams.clock.pass(100);
    expect(log[2]).toBe('disconnected: nothing came in for 8000 ms');
  });

  it('asks again for a refused topic, one by one and ever later', async () => {
    let refusals = 0;
    streams.answer = (frame, socket) => {
      if (frame === 'sub a,b') queueMicrotask(() => socket.handlers.frame('no a,b'));
      else if (frame === 'sub a') queueMicrotask(() => socket.handlers.frame('ok a'));
      else if (frame === 'sub b') queueMicrotask(() => socket.handlers.frame((refusals += 1) > 1 ? 'ok b' : 'no b'));
      else queueMicrotask(() => socket.handlers.frame('pong'));
    };
    await connect(codecOf(['ws://first']));
    await streams.clock.pass(40_000);
    expect(log).toEqual(['refused', 'connected', 'confirmed a', 'refused', 'confirmed b']);
  });
});

describe('a stream with two addresses', () => {
  let streams: ManualStreams;
  let log: string[];
  let connection: StreamConnection<string>;

  async function connect(): Promise<void> {
    connection = new StreamConnection(
      codecOf(['ws://first', 'ws://second']),
      {
        events: () => undefined,
        connected: () => log.push(`connected ${streams.newest.url} at ${streams.clock.monotonic()}`),
        disconnected: () => log.push('disconnected'),
        notice: (notice) => log.push(notice.type === 'failover' ? `failover ${notice.url}` : notice.type),
      },
      streams.environment,
    );
    connection.start(['a']);
    await streams.clock.pass(0);
  }

  beforeEach(() => {
    streams = new ManualStreams(new ManualClock());
    log = [];
  });

  afterEach(() => connection.stop());

  it('turns to the second at once when the first refuses', async () => {
    streams.accept = (socket) =>
      queueMicrotask(() => (socket.url === 'ws://first' ? socket.handlers.closed('ECONNREFUSED') : socket.handlers.open()));
    await connect();
    expect(log).toEqual(['failover ws://second', 'connected ws://second at 0']);
  });

  it('turns to the second after four seconds when the first does not answer', async () => {
    streams.accept = (socket) => queueMicrotask(() => socket.url === 'ws://second' && socket.handlers.open());
    await connect();
    await streams.clock.pass(4_000);
    expect(log).toEqual(['failover ws://second', 'connected ws://second at 4000']);
  });

  it('waits by the rules of back-off once both have failed', async () => {
    streams.accept = (socket) => queueMicrotask(() => socket.handlers.closed('ECONNREFUSED'));
    await connect();
    await streams.clock.pass(16_000);
    expect(streams.sockets.map(({ url }) => url)).toEqual([
      ...['ws://first', 'ws://second'],
      ...['ws://first', 'ws://second'],
      ...['ws://first', 'ws://second'],
    ]);
  });

  it('turns to the other one when the connection that it has falls silent', async () => {
    await connect();
    streams.answer = (frame, socket) => {
      if (socket.url === 'ws://second' && frame.startsWith('sub ')) queueMicrotask(() => socket.handlers.frame('ok a'));
    };
    await streams.clock.pass(14_000);
    expect(log).toEqual(['connected ws://first at 0', 'failover ws://second', 'disconnected', 'connected ws://second at 13000']);
  });
});

describe('the count of new connections', () => {
  it('lets so many pass in five minutes and says when the next is free', () => {
    let now = 0;
    const budget = new OpenBudget({ now: () => now });
    expect([budget.take(2), budget.take(2), budget.take(2)]).toEqual([0, 0, 300_000]);
    now = 299_999;
    expect(budget.take(2)).toBe(1);
    now = 300_000;
    expect([budget.take(2), budget.take(2), budget.take(2)]).toEqual([0, 0, 300_000]);
  });
});
