import { createHash } from 'node:crypto';
import { decimal } from '@libs/kernel';
import { SeededRandom } from '../random/seeded-random';
import { Floor, ME, NOW, OTHER } from '../testing/floor';
import type { SimOrderRequest } from '../venue/order';
import type { Message } from './message';
import { TimedVenue, type Latencies } from './timed-venue';

const constant = (ms: number) => ({ kind: 'CONSTANT', ms }) as const;
const FIXED: Latencies = { entry: constant(5), ack: constant(3), fill: constant(8) };
const DRAWN: Latencies = {
  entry: { kind: 'LOGNORMAL', median: 20, spread: 0.6, most: 500 },
  ack: { kind: 'UNIFORM', least: 5, most: 40 },
  fill: { kind: 'LOGNORMAL', median: 30, spread: 0.8, most: 900 },
};

function timed(latencies: Latencies, seed = 1): { timed: TimedVenue; floor: Floor } {
  const floor = new Floor().price('100');
  floor.venue.drain();
  return { floor, timed: new TimedVenue({ venue: floor.venue, seed, latencies, startAt: NOW }) };
}

const order = (floor: Floor, more: Partial<SimOrderRequest>): SimOrderRequest => ({
  market: floor.key,
  clientOrderId: '',
  side: 'BUY',
  type: 'LIMIT',
  quantity: decimal('1'),
  price: decimal('99'),
  timeInForce: 'GTC',
  reduceOnly: false,
  ...more,
});

const brief = (message: Message): string =>
  `${message.at - NOW} ${message.kind === 'ack' ? `ack ${message.request} ${message.answer.kind}` : message.change.type}`;

describe('a venue at a distance', () => {
  it('hears of a request after the entry latency, and answers after the next one', () => {
    const { timed: venue, floor } = timed(FIXED);
    venue.send(ME, { kind: 'submit', request: order(floor, {}) });
    venue.runUntil(NOW + 4);
    expect(floor.open()).toEqual([]);
    venue.runUntil(NOW + 5);
    expect(floor.open()).toHaveLength(1);
    expect(venue.log).toEqual([]);
    venue.runOut();
    expect(venue.log.map(brief)).toEqual(['8 ack 1 accepted', '13 order', '13 position']);
  });

  it('tells a fill after the answer, or before it where that is slower', () => {
    const kinds = (ack: number): readonly string[] => {
      const { timed: venue, floor } = timed({ ...FIXED, ack: constant(ack) });
      venue.send(ME, { kind: 'submit', request: order(floor, { price: decimal('101') }) });
      venue.runOut();
      return venue.log.map(({ kind }) => kind);
    };
    expect(kinds(3)[0]).toBe('ack');
    expect(kinds(30).at(-1)).toBe('ack');
  });

  it('lets a cancel come too late for a fill of the market', () => {
    const { timed: venue, floor } = timed(FIXED);
    const request = order(floor, { clientOrderId: 'mine' });
    venue.send(ME, { kind: 'submit', request });
    venue.schedule(NOW + 22, (at) => at.printTrade(floor.key, 'SELL', 198, 100, NOW + 22));
    venue.runUntil(NOW + 20);
    venue.send(ME, { kind: 'cancel', id: { market: floor.key, clientOrderId: 'mine' } });
    venue.runOut();
    const [, cancelled] = venue.log.filter((message) => message.kind === 'ack');
    expect(cancelled).toMatchObject({
      sentAt: NOW + 20,
      saidAt: NOW + 25,
      at: NOW + 28,
      answer: { refusal: { code: 'ORDER_ALREADY_FILLED' } },
    });
  });

  it('keeps the order of each account and lane', () => {
    const { timed: venue, floor } = timed(DRAWN);
    for (let n = 0; n < 50; n += 1) venue.send(ME, { kind: 'submit', request: order(floor, {}) });
    venue.runOut();
    const acks = venue.log.flatMap((message) => (message.kind === 'ack' ? [message.request] : []));
    expect(acks).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  });

  it('does not let the past be changed', () => {
    expect(() => timed(FIXED).timed.schedule(NOW - 1, () => {})).toThrow(`${NOW - 1} is past`);
  });
});

describe('the message log', () => {
  /** Two clients and a market that act by the same script; only the latencies are drawn. */
  const play = (seed: number): string => {
    const { timed: venue, floor } = timed(DRAWN, seed);
    const script = new SeededRandom(99);
    for (let step = 0; step < 400; step += 1) {
      const ticks = 190 + Math.floor(script.uniform() * 20);
      const side = script.uniform() < 0.5 ? 'BUY' : 'SELL';
      if (step % 5 === 0) {
        const levels = (sign: 1 | -1) => ({ ticks: [ticks + sign], lots: [300] });
        venue.schedule(venue.now + 3, (at, time) => {
          at.setHouse(floor.key, levels(-1), levels(1), time);
          at.setLast(floor.key, ticks, time);
          at.moved(floor.key, time);
        });
      }
      const request = order(floor, { side, price: decimal(String(ticks / 2)), clientOrderId: `c${step}` });
      venue.send(step % 3 === 0 ? OTHER : ME, { kind: 'submit', request });
      if (step % 4 === 0) venue.send(ME, { kind: 'cancel', id: { market: floor.key, clientOrderId: `c${Math.max(0, step - 3)}` } });
      venue.runUntil(venue.now + 7);
    }
    venue.runOut();
    return venue.logText();
  };
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('is the same to the byte for the same seed and inputs', () => {
    const text = play(5);
    expect(text.split('\n').length).toBeGreaterThan(1_000);
    expect(hash(play(5))).toBe(hash(text));
  });

  it('is another for another seed', () => {
    expect(hash(play(5))).not.toBe(hash(play(6)));
  });
});
