import { systemTimers } from '@libs/platform';
import { BestLevelTopic, DepthTopic, FullBookTopic, ImprovedPriceTopic } from './book-topics';
import { Pacer } from './pacer';
import { LadderMarket, listener, type Ladder, type Listener } from './testing/ladder-market';
import type { Moment, TopicParts } from './topic';

type Row = readonly [price: string, size: string];

interface BookMessage {
  readonly topic: string;
  readonly type: 'snapshot' | 'delta';
  readonly ts: number;
  readonly cts: number;
  readonly data: { readonly s: string; readonly b: readonly Row[]; readonly a: readonly Row[]; readonly u: number; readonly seq: number };
}

const pacer = new Pacer(() => 0, systemTimers);
afterAll(() => pacer.stop());

function partsOf(market: LadderMarket): TopicParts {
  const feedMarket = market.asFeedMarket;
  return { market: feedMarket, pacer, marketNow: () => 1_000 };
}

function messages({ texts }: Listener): BookMessage[] {
  return texts.map((text) => JSON.parse(text) as BookMessage);
}

function join(topic: DepthTopic | BestLevelTopic, moment: Moment): Listener {
  const one = listener();
  const welcome = topic.welcome(moment);
  topic.subscribers.add(one.connection);
  if (welcome !== undefined) one.texts.push(welcome);
  return one;
}

/** A local book as a client keeps it: a snapshot replaces, a delta changes, size zero removes. */
class ClientBook {
  private bids = new Map<string, string>();
  private asks = new Map<string, string>();
  update = 0;

  apply({ type, data }: BookMessage): void {
    if (type === 'snapshot') this.bids = this.asks = new Map();
    else if (data.u !== this.update + 1) throw new Error(`u ${data.u} came after ${this.update}`);
    this.update = data.u;
    this.bids = changed(this.bids, data.b);
    this.asks = changed(this.asks, data.a);
  }

  get sides(): { readonly bids: readonly Row[]; readonly asks: readonly Row[] } {
    return {
      bids: [...this.bids].sort(([a], [b]) => Number(b) - Number(a)),
      asks: [...this.asks].sort(([a], [b]) => Number(a) - Number(b)),
    };
  }
}

function changed(side: ReadonlyMap<string, string>, rows: readonly Row[]): Map<string, string> {
  const next = new Map(side);
  for (const [price, size] of rows) {
    if (size === '0') next.delete(price);
    else next.set(price, size);
  }
  return next;
}

/** A small generator of its own, so that the same books come every time. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Up to 80 levels with gaps on each side of a wandering price. */
function ladders(draw: (below: number) => number, middle: number): [bids: Ladder, asks: Ladder] {
  const side = (direction: 1 | -1): Ladder => {
    let ticks = middle + (direction === 1 ? 1 : 0);
    return Array.from({ length: draw(80) }, () => {
      ticks += direction * (1 + draw(3));
      return [ticks, 1 + draw(5)] as const;
    });
  };
  return [side(-1), side(1)];
}

describe('a depth topic', () => {
  it.each([50, 200])(
    'of %i levels: deltas on the first snapshot make every later snapshot, u rises by one, nothing is crossed',
    (depth) => {
      const market = new LadderMarket();
      const draw = draws(depth);
      const topic = new DepthTopic(`orderbook.${depth}.BTCUSDT`, partsOf(market), { depth, interval: 0 });
      const book = new ClientBook();
      let heard = 0;
      let first: Listener | undefined;
      for (let step = 1; step <= 1_000; step += 1) {
        market.set(...ladders(draw, 10_000 + draw(40)));
        first ??= join(topic, { at: step, wall: step });
        topic.moved({ at: step, wall: step });
        const told = messages({ ...first, texts: first.texts.slice(heard) });
        heard += told.length;
        for (const message of told) {
          expect(sorted(message.data.b, -1) && sorted(message.data.a, 1)).toBe(true);
          book.apply(message);
        }
        const late = messages(join(topic, { at: step, wall: step }))[0]!;
        expect({ bids: late.data.b, asks: late.data.a, u: late.data.u }).toEqual({ ...book.sides, u: book.update });
        expect(Number(book.sides.bids[0]?.[0] ?? 0)).toBeLessThan(Number(book.sides.asks[0]?.[0] ?? Infinity));
        expect(Math.max(book.sides.bids.length, book.sides.asks.length)).toBeLessThanOrEqual(depth);
        for (const connection of [...topic.subscribers].slice(1)) topic.subscribers.delete(connection);
      }
      expect(book.update).toBeGreaterThan(950);
    },
  );

  it('tells in one delta what happened within its interval', () => {
    const market = new LadderMarket();
    market.set([[99, 1]], [[101, 1]]);
    const topic = new DepthTopic('orderbook.200.BTCUSDT', partsOf(market), { depth: 200, interval: 100 });
    const one = join(topic, { at: 1, wall: 0 });
    for (const [wall, lots] of [[0, 2] as const, [40, 3] as const, [99, 4] as const, [100, 5] as const]) {
      market.set([[99, lots]], [[101, 1]]);
      topic.moved({ at: 1 + wall, wall });
    }
    expect(messages(one).map(({ type, data }) => [type, data.b, data.u])).toEqual([
      ['snapshot', [['9.9', '0.001']], 2],
      ['delta', [['9.9', '0.002']], 3],
      ['delta', [['9.9', '0.005']], 4],
    ]);
  });

  it('puts ts behind type on futures and before it on spot, as the real exchange does', () => {
    const [linear, spot] = (['linear', 'spot'] as const).map((category) => {
      const market = new LadderMarket(category);
      market.set([[99, 1]], []);
      return join(new DepthTopic('orderbook.50.BTCUSDT', partsOf(market), { depth: 50, interval: 20 }), { at: 5, wall: 0 }).texts[0];
    });
    expect(linear).toBe(
      '{"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":5,"data":{"s":"BTCUSDT","b":[["9.9","0.001"]],"a":[],"u":2,"seq":5},"cts":5}',
    );
    expect(spot).toBe(
      '{"topic":"orderbook.50.BTCUSDT","ts":5,"type":"snapshot","data":{"s":"BTCUSDT","b":[["9.9","0.001"]],"a":[],"u":2,"seq":5},"cts":5}',
    );
  });

  it('starts again with u 1 when its service restarts', () => {
    const market = new LadderMarket();
    market.set([[99, 1]], [[101, 1]]);
    const topic = new DepthTopic('orderbook.50.BTCUSDT', partsOf(market), { depth: 50, interval: 0 });
    const one = join(topic, { at: 1, wall: 0 });
    topic.restart({ at: 2, wall: 0 });
    market.set([[98, 1]], [[101, 1]]);
    topic.moved({ at: 3, wall: 1 });
    expect(messages(one).map(({ type, data }) => [type, data.u])).toEqual([
      ['snapshot', 2],
      ['snapshot', 1],
      ['delta', 2],
    ]);
  });
});

describe('level 1', () => {
  it('is a snapshot of one level for each change of it, and for no other change', () => {
    const market = new LadderMarket();
    market.set(
      [
        [99, 1],
        [98, 1],
      ],
      [[101, 1]],
    );
    const topic = new BestLevelTopic('orderbook.1.BTCUSDT', partsOf(market));
    const one = join(topic, { at: 1, wall: 0 });
    market.set(
      [
        [99, 1],
        [98, 7],
      ],
      [[101, 1]],
    );
    topic.moved({ at: 2, wall: 20 });
    market.set(
      [
        [99, 2],
        [98, 7],
      ],
      [[101, 1]],
    );
    topic.moved({ at: 3, wall: 40 });
    expect(messages(one).map(({ type, data }) => [type, data.b, data.u])).toEqual([
      ['snapshot', [['9.9', '0.001']], 2],
      ['snapshot', [['9.9', '0.002']], 3],
    ]);
  });

  it('is told again with the same u after three seconds without a change', () => {
    const market = new LadderMarket();
    market.set([[99, 1]], [[101, 1]]);
    const topic = new BestLevelTopic('orderbook.1.BTCUSDT', partsOf(market));
    const one = join(topic, { at: 1, wall: 0 });
    for (const wall of [2_999, 3_000, 5_999, 6_000]) topic.wake(wall);
    expect(messages(one).map(({ data }) => data.u)).toEqual([2, 2, 2]);
  });
});

it('the seq of a state is the same at every depth and larger for a later state', () => {
  const market = new LadderMarket();
  const parts = partsOf(market);
  market.set([[99, 1]], [[101, 1]]);
  const topics = [
    new BestLevelTopic('orderbook.1.BTCUSDT', parts),
    new DepthTopic('orderbook.50.BTCUSDT', parts, { depth: 50, interval: 0 }),
  ];
  const heard = topics.map((topic) => join(topic, { at: 7, wall: 0 }));
  market.set([[98, 1]], [[101, 1]]);
  // Orders of clients change the book while market time stands still.
  for (const topic of topics) topic.moved({ at: 7, wall: 10 });
  expect(heard.map((one) => messages(one).map(({ data }) => data.seq))).toEqual([
    [7, 8],
    [7, 8],
  ]);
});

it('the book with improved prices names a third number', () => {
  const market = new LadderMarket();
  market.set([[99, 1]], []);
  const one = join(new ImprovedPriceTopic('orderbook.rpi.BTCUSDT', partsOf(market), { depth: 50, interval: 100 }), { at: 1, wall: 0 });
  expect(messages(one)[0]!.data.b).toEqual([['9.9', '0.001', '0']]);
});

it('the full book has no snapshot, only deltas', () => {
  const market = new LadderMarket();
  market.set([[99, 1]], []);
  const topic = new FullBookTopic('orderbook.full.BTCUSDT', partsOf(market), { depth: 10_000, interval: 0 });
  const one = join(topic, { at: 1, wall: 0 });
  market.set([], [[101, 2]]);
  topic.moved({ at: 2, wall: 1 });
  expect(messages(one).map(({ type, data }) => [type, data.b, data.a])).toEqual([['delta', [['9.9', '0']], [['10.1', '0.002']]]]);
});

function sorted(rows: readonly Row[], direction: 1 | -1): boolean {
  return rows.every(([price], index) => index === 0 || (Number(price) - Number(rows[index - 1]![0])) * direction > 0);
}
