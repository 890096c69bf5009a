import fc from 'fast-check';
import { scanBook } from './scan-book';

interface Frame {
  readonly topic: string;
  readonly type: string;
  readonly ts: number;
  readonly data: {
    readonly s: string;
    readonly b: [string, string][];
    readonly a: [string, string][];
    readonly u: number;
    readonly seq: number;
  };
  readonly cts: number;
}

const digits = fc.stringMatching(/^[0-9]{1,7}(\.[0-9]{1,8})?$/);
const levels = fc.array(fc.tuple(digits, digits), { maxLength: 60 });
const number = fc.nat({ max: 10 ** 14 });
const frame: fc.Arbitrary<Frame> = fc.record({
  topic: fc.constantFrom('orderbook.50.BTCUSDT', 'orderbook.200.ETHUSDT'),
  type: fc.constantFrom('snapshot', 'delta'),
  ts: number,
  data: fc.record({ s: fc.constantFrom('BTCUSDT', 'ETHUSDT'), b: levels, a: levels, u: number, seq: number }),
  cts: number,
});

/** What a JSON parser reads; null for what is no JSON, or not of this shape. */
function plain(text: string): unknown {
  try {
    const { topic, type, ts, data } = JSON.parse(text) as Frame;
    return { topic, type, ts, s: data.s, b: data.b, a: data.a, u: data.u };
  } catch {
    return null;
  }
}

describe('a scanned book', () => {
  it('is what a JSON parser reads', () => {
    fc.assert(
      fc.property(frame, (given) => {
        const text = JSON.stringify(given);
        expect(scanBook(text)).toEqual(plain(text));
      }),
    );
  });

  it('is left to the JSON parser when a character of it is another, or it ends early', () => {
    const change = fc.record({
      at: fc.nat(),
      text: fc.constantFrom('', '"', '\\\\', '[', ']', '{', '}', ',', ':', ' ', '0', '-', 'x', '\n', '\u00e9'),
    });
    fc.assert(
      fc.property(frame, change, fc.boolean(), (given, { at, text: put }, isCut) => {
        const text = JSON.stringify(given);
        const place = at % text.length;
        const damaged = text.slice(0, place) + put + (isCut ? '' : text.slice(place + 1));
        const scanned = scanBook(damaged);
        if (scanned !== null) expect(scanned).toEqual(plain(damaged));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['a new field', '{"topic":"orderbook.50.X","type":"delta","ts":1,"new":1,"data":{"s":"X","b":[],"a":[],"u":2,"seq":3},"cts":4}'],
    ['a space', '{"topic": "orderbook.50.X","type":"delta","ts":1,"data":{"s":"X","b":[],"a":[],"u":2,"seq":3},"cts":4}'],
    [
      'a level of three',
      '{"topic":"orderbook.50.X","type":"delta","ts":1,"data":{"s":"X","b":[["1","2","3"]],"a":[],"u":2,"seq":3},"cts":4}',
    ],
    [
      'a number for a price',
      '{"topic":"orderbook.50.X","type":"delta","ts":1,"data":{"s":"X","b":[[1,"2"]],"a":[],"u":2,"seq":3},"cts":4}',
    ],
    ['no side', '{"topic":"orderbook.50.X","type":"delta","ts":1,"data":{"s":"X","b":[],"u":2,"seq":3},"cts":4}'],
  ])('is left to the JSON parser with %s', (_, text) => {
    expect(scanBook(text)).toBeNull();
  });
});
