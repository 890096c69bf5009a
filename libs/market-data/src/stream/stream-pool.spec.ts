import { ManualClock } from '@libs/testkit';
import { ManualStreams } from '../../test/manual-stream';
import { wordCodec } from '../../test/stream-server';
import type { StreamPool } from './stream-pool';
import { WebSocketManager } from './web-socket-manager';

describe('a pool of stream connections', () => {
  let streams: ManualStreams;
  let manager: WebSocketManager;
  let log: string[];
  let pool: StreamPool<string>;

  function open(limits: { readonly topics: number; readonly topicCharacters?: number }): void {
    streams = new ManualStreams(new ManualClock());
    manager = new WebSocketManager({ reconnectDelaySeconds: 5, environment: streams.environment });
    log = [];
    pool = manager.pool({
      name: 'words',
      codec: () => ({ ...wordCodec('ws://venue'), limits: { topicCharacters: 21_000, opensPer5Minutes: 500, ...limits } }),
      handlers: {
        events: (events, topic) => log.push(`${topic} ${events.join()}`),
        confirmed: (topics) => log.push(`confirmed ${topics.join()}`),
        interrupted: (topics, reason) => log.push(`interrupted ${topics.join()}: ${reason}`),
        notice: (notice) => log.push(notice.type),
      },
    });
  }

  afterEach(() => manager.close());

  it('fills one connection before it opens the next', async () => {
    open({ topics: 2 });
    pool.subscribe(['a', 'b', 'c']);
    await streams.clock.pass(0);
    expect(streams.sockets.map(({ sent }) => sent[0])).toEqual(['sub a,b', 'sub c']);
    pool.subscribe(['d', 'a']);
    await streams.clock.pass(0);
    expect([pool.connections, streams.sockets[1]!.sent]).toEqual([2, ['sub c', 'sub d']]);
  });

  it('counts the characters that a venue allows on a connection', async () => {
    open({ topics: 100, topicCharacters: 8 });
    pool.subscribe(['aaaa', 'bbbb', 'c']);
    await streams.clock.pass(0);
    expect(streams.sockets.map(({ sent }) => sent[0])).toEqual(['sub aaaa,bbbb', 'sub c']);
  });

  it('says which topics a lost connection interrupts', async () => {
    open({ topics: 2 });
    pool.subscribe(['a', 'b', 'c']);
    await streams.clock.pass(0);
    streams.sockets[0]!.handlers.closed('cut');
    await streams.clock.pass(5_000);
    expect(log).toEqual(['confirmed a,b', 'confirmed c', 'interrupted a,b: cut', 'confirmed a,b']);
  });

  it('closes a connection that carries nothing any more', async () => {
    open({ topics: 1 });
    pool.subscribe(['a', 'b']);
    await streams.clock.pass(0);
    pool.unsubscribe(['a']);
    expect([pool.connections, streams.sockets.map(({ isClosed }) => isClosed), manager.missing]).toEqual([1, [true, false], []]);
  });
});
