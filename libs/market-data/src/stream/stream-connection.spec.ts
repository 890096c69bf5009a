import { systemTimers } from '@libs/platform';
import { StreamServer, until, wordCodec } from '../../test/stream-server';
import { openWebSocket } from './frame-socket';
import type { StreamEnvironment } from './connection-ports';
import { OpenBudget } from './open-budget';
import { StreamConnection } from './stream-connection';

/** A hundred seconds of the connection's time pass in one of the test's. */
const SPEED = 100;

describe('a stream connection', () => {
  let server: StreamServer;
  let log: string[];
  let delays: number[];
  let connection: StreamConnection<string>;

  const environment: StreamEnvironment = {
    open: openWebSocket,
    timers: {
      after(delay, task) {
        delays.push(delay);
        return systemTimers.after(delay / SPEED, task);
      },
    },
    monotonic: { now: () => performance.now() * SPEED },
    wall: { now: () => 1_700_000_000_000 },
    random: () => 1,
    reconnectStepMs: 900,
    budget: new OpenBudget({ now: () => performance.now() * SPEED }),
  };

  function connect(opening: readonly string[] = []): void {
    connection = new StreamConnection(
      wordCodec(server.url, opening),
      {
        events: (events) => log.push(...events.map((event) => `event ${event}`)),
        connected: () => log.push('connected'),
        disconnected: () => log.push('disconnected'),
        notice: (notice) => log.push(`${notice.type}${notice.type === 'refused' ? ` ${notice.topics.join()}` : ''}`),
      },
      environment,
    );
    connection.start(['a', 'b']);
  }

  beforeEach(async () => {
    server = await new StreamServer().start();
    log = [];
    delays = [];
  });

  afterEach(async () => {
    connection.stop();
    await server.stop();
  });

  it('authenticates, subscribes, and is connected once every topic is confirmed', async () => {
    connect(['auth']);
    await until(() => connection.isConnected);
    expect(server.frames.slice(0, 2)).toEqual(['auth', 'sub a,b']);
    server.send('data 1');
    await until(() => log.length === 2);
    expect(log).toEqual(['connected', 'event 1']);
  });

  it('drops a frame that it cannot read and counts it', async () => {
    connect();
    await until(() => connection.isConnected);
    server.send('gibberish');
    server.send('data 2');
    await until(() => log.includes('event 2'));
    expect(log).toEqual(['connected', 'bad-frame', 'event 2']);
  });

  it('comes back with all its topics, later ones included', async () => {
    connect();
    await until(() => connection.isConnected);
    connection.subscribe(['c']);
    await until(() => server.frames.includes('sub c'));
    server.drop();
    await until(() => server.connections === 2 && connection.isConnected);
    expect(server.frames.at(-1)).toBe('sub a,b,c');
    expect(log).toEqual(['connected', 'disconnected', 'connected']);
  });

  it('takes two and a half heartbeats without any frame for a dead connection', async () => {
    connect();
    await until(() => connection.isConnected);
    server.on = (frame, socket) => frame.startsWith('sub ') && server.connections > 1 && socket.send(`ok ${frame.slice(4)}`);
    await until(() => server.connections === 2);
    expect(log[1]).toBe('disconnected');
  });

  it('stays while pongs come', async () => {
    connect();
    await until(() => server.frames.filter((frame) => frame === 'ping').length >= 4);
    expect(log).toEqual(['connected']);
  });

  it('names refused topics and carries on with the others', async () => {
    server.on = (_, socket) => {
      socket.send('no a');
      socket.send('ok b');
    };
    connect();
    await until(() => connection.isConnected);
    expect(log).toEqual(['refused a', 'connected']);
  });

  it('waits longer each time, alarms after five tries and never gives up', async () => {
    await server.stop();
    connect();
    await until(() => log.includes('alarm'));
    await until(() => delays.includes(28_800));
    expect(delays.filter((delay) => delay !== 10_000)).toEqual([900, 1_800, 3_600, 7_200, 14_400, 28_800]);
  });

  it('reconnects at once when it had been healthy for a minute', async () => {
    connect();
    await until(() => connection.isConnected);
    await new Promise((resolve) => setTimeout(resolve, 61_000 / SPEED));
    server.drop();
    await until(() => log.includes('disconnected'));
    expect(delays.slice(delays.lastIndexOf(0))).toContain(0);
    await until(() => connection.isConnected);
  });

  it('waits one step again after each connection that worked', async () => {
    connect();
    for (let n = 1; n <= 3; n += 1) {
      await until(() => server.connections === n && connection.isConnected);
      server.drop();
      await until(() => !connection.isConnected);
    }
    expect(delays.filter((delay) => delay < 1_000)).toEqual([900, 900, 900]);
  });

  it('tries again when a subscription is never confirmed', async () => {
    server.on = () => undefined;
    connect();
    await until(() => server.connections === 2);
    expect(log).toEqual([]);
  });
});
