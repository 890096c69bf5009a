import type { MarketEvent } from '@libs/sdk';
import { itWithRecordings, recording } from '../test/recordings';
import { PublicStream } from './public-stream';

const options = { restUrl: 'http://v', publicWebSocketUrl: 'ws://v', privateWebSocketUrl: 'ws://v', requestWindow: 5_000, now: () => 0 };

function stream(): PublicStream {
  return new PublicStream(options, 'linear');
}

function book(type: 'snapshot' | 'delta', u: number, b: readonly string[][], a: readonly string[][]): string {
  return JSON.stringify({ topic: 'orderbook.1.BTCUSDT', type, ts: 1_000 + u, data: { s: 'BTCUSDT', b, a, u, seq: u } });
}

function eventsOf(codec: PublicStream, frame: string): readonly MarketEvent[] {
  const parsed = codec.parse(frame);
  return parsed.kind === 'data' ? parsed.events : [];
}

function quoteOf(codec: PublicStream, frame: string): string | null {
  const [event] = eventsOf(codec, frame);
  if (event?.type !== 'quote') return null;
  const { bid, bidSize, ask, askSize } = event.quote;
  return `${bidSize}@${bid} / ${askSize}@${ask}`;
}

describe('the public stream', () => {
  it('lives under the category on the public host', () => {
    expect(stream().urls).toEqual(['ws://v/v5/public/linear']);
  });

  itWithRecordings('reads best prices from a recorded snapshot', () => {
    expect(quoteOf(stream(), recording('ws_orderbook_snapshot'))).toBe('0.5@27450 / 0.75@27451');
  });

  itWithRecordings('reads a recorded candle that is still forming', () => {
    const [event] = eventsOf(stream(), recording('ws_kline'));
    expect(event).toMatchObject({ type: 'bar', venueSymbol: 'BTCUSDT', interval: '5m', closed: false, at: 1_672_324_988_882 });
    expect(event?.type === 'bar' && event.bar.low.toString()).toBe('16608');
  });

  it('merges a delta into the side that it names', () => {
    const codec = stream();
    eventsOf(codec, book('snapshot', 5, [['100', '1']], [['101', '2']]));
    expect(quoteOf(codec, book('delta', 6, [['100', '3']], []))).toBe('3@100 / 2@101');
    expect(
      quoteOf(
        codec,
        book(
          'delta',
          7,
          [],
          [
            ['101', '0'],
            ['102', '4'],
          ],
        ),
      ),
    ).toBe('3@100 / 4@102');
  });

  it('says nothing for a repeated snapshot, an old delta or a missing side, and leaves crossed prices to whoever hears them', () => {
    const codec = stream();
    eventsOf(codec, book('snapshot', 5, [['100', '1']], [['101', '2']]));
    expect(quoteOf(codec, book('snapshot', 5, [['100', '1']], [['101', '2']]))).toBeNull();
    expect(quoteOf(codec, book('delta', 5, [['100', '9']], []))).toBeNull();
    expect(quoteOf(codec, book('delta', 6, [], [['101', '0']]))).toBeNull();
    expect(quoteOf(codec, book('delta', 7, [], [['99', '1']]))).toBe('1@100 / 1@99');
  });

  it('tells the best prices again, same number or not, once their topic was asked for anew', () => {
    const codec = stream();
    expect(quoteOf(codec, book('snapshot', 3, [['100', '1']], [['101', '1']]))).toBe('1@100 / 1@101');
    expect(quoteOf(codec, book('snapshot', 3, [['100', '1']], [['101', '1']]))).toBeNull();
    codec.subscribe(['orderbook.1.BTCUSDT']);
    expect(quoteOf(codec, book('snapshot', 3, [['100', '1']], [['101', '1']]))).toBe('1@100 / 1@101');
  });

  it('replaces the book on any later snapshot, also one that starts at 1 again', () => {
    const codec = stream();
    eventsOf(codec, book('snapshot', 50, [['100', '1']], [['101', '2']]));
    expect(quoteOf(codec, book('snapshot', 1, [['90', '1']], [['91', '2']]))).toBe('1@90 / 2@91');
  });

  it('refuses an empty price instead of reading it as zero', () => {
    const candle = { start: 60_000, end: 119_999, interval: '1', open: '', close: '1', high: '1', low: '1', volume: '1', confirm: true };
    const frame = JSON.stringify({ topic: 'kline.1.BTCUSDT', ts: 1, type: 'snapshot', data: [candle] });
    expect(() => stream().parse(frame)).toThrow('Bybit sent no open');
    expect(() => stream().parse(frame.replace('"open":""', '"open":"0"'))).toThrow('no price');
  });

  it('knows which topics an acknowledgement is about, ten to a request', () => {
    const codec = stream();
    const topics = Array.from({ length: 12 }, (_, n) => `orderbook.1.S${n}`);
    const [first = '', second = ''] = codec.subscribe(topics);
    const ids = [first, second].map((frame) => (JSON.parse(frame) as { req_id: string }).req_id);
    expect(codec.parse(JSON.stringify({ success: true, ret_msg: '', op: 'subscribe', req_id: ids[1] }))).toEqual({
      kind: 'subscribed',
      topics: topics.slice(10),
    });
    expect(codec.parse(JSON.stringify({ success: false, ret_msg: 'Invalid topic', op: 'subscribe', req_id: ids[0] }))).toEqual({
      kind: 'refused',
      what: 'subscription',
      topics: topics.slice(0, 10),
      message: 'Invalid topic',
    });
  });

  it('takes both shapes of a pong', () => {
    expect(stream().parse('{"success":true,"ret_msg":"pong","conn_id":"x","op":"ping"}')).toEqual({ kind: 'pong' });
    expect(stream().parse('{"op":"pong","args":["1"],"conn_id":"x"}')).toEqual({ kind: 'pong' });
  });
});
