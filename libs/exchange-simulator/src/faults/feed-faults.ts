import { z } from 'zod';
import type { SendText } from './fault';
import type { OutFrame } from '../ws/frame';
import { aims, defineFault, delayOf, namesTopic, NO_PARAMETERS, ofAccount, type FaultKind } from './fault-kind';
import { itemsOf, readMessage, withItems, type Item } from './message';

/** Once struck, a connection stays as it is until the fault ends. */
function sticky(strikes: () => boolean): (frame: OutFrame) => boolean {
  const struck = new Set<string>();
  return ({ connectionId }) => {
    if (!struck.has(connectionId) && strikes()) struck.add(connectionId);
    return struck.has(connectionId);
  };
}

export const FEED_FAULTS: readonly FaultKind[] = [
  defineFault({
    name: 'silent-death',
    group: 'feed',
    title: 'A connection stays open and sends nothing any more, not even pongs.',
    when: {},
    parameters: z.strictObject({ hub: z.enum(['public', 'private', 'trade']).default('public') }),
    make: ({ strikes }, target, { hub }) => {
      const isDead = sticky(strikes);
      return {
        frame: (frame, next) => (frame.hub === hub && ofAccount(target, frame.accountId) && isDead(frame) ? undefined : next(frame.text)),
      };
    },
  }),
  defineFault({
    name: 'half-dead',
    group: 'feed',
    title: 'A connection answers pings and sends no data any more.',
    when: {},
    parameters: z.strictObject({ hub: z.enum(['public', 'private']).default('public') }),
    make: ({ strikes }, target, { hub }) => {
      const isDead = sticky(strikes);
      return {
        frame: (frame, next) =>
          frame.hub === hub && frame.kind === 'data' && ofAccount(target, frame.accountId) && isDead(frame) ? undefined : next(frame.text),
      };
    },
  }),
  defineFault({
    name: 'topic-stops',
    group: 'feed',
    title: 'One topic of many falls silent while the others go on.',
    when: {},
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => (frame.hub === 'public' && aims(target, frame, '') && strikes() ? undefined : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'delta-lost',
    group: 'feed',
    title: 'A book delta is lost, so that the update number jumps.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => (isDelta(frame) && aims(target, frame, 'orderbook.') && strikes() ? undefined : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'delta-duplicated',
    group: 'feed',
    title: 'A book delta arrives twice.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (isDelta(frame) && aims(target, frame, 'orderbook.') && strikes()) next(frame.text);
      },
    }),
  }),
  defineFault({
    name: 'delta-reordered',
    group: 'feed',
    title: 'Two neighbouring book deltas change places.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => {
      const held = new Map<string, string>();
      return {
        frame: (frame, next) => {
          if (!isDelta(frame) || !aims(target, frame, 'orderbook.')) return next(frame.text);
          const key = `${frame.connectionId} ${frame.topic}`;
          const before = held.get(key);
          held.delete(key);
          if (before === undefined && strikes()) return void held.set(key, frame.text);
          next(frame.text);
          if (before !== undefined) next(before);
        },
      };
    },
  }),
  defineFault({
    name: 'book-restart',
    group: 'feed',
    title: 'The book service restarts: a snapshot with update number 1 comes in mid-stream.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ acts }, target) => ({
      begin: () => acts.restartBooks((topic) => namesTopic(target, topic)),
    }),
  }),
  defineFault({
    name: 'book-crossed',
    group: 'feed',
    title: 'A published book is crossed: a bid stands above the best ask, until the next delta.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => bookLiar(strikes, (frame) => aims(target, frame, 'orderbook.')),
  }),
  defineFault({
    name: 'best-level-repeated',
    group: 'feed',
    title: 'The level-1 snapshot is told again with the same update number.',
    when: {},
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (aims(target, frame, 'orderbook.1.') && strikes()) next(frame.text);
      },
    }),
  }),
  defineFault({
    name: 'burst',
    group: 'feed',
    title: 'Messages pile up and arrive all at once, each of the stated number of times.',
    when: { count: 1 },
    parameters: z.strictObject({ holdMs: z.number().int().min(1).default(1_000), times: z.number().int().min(1).max(1_000).default(20) }),
    make: ({ strikes, later }, target, { holdMs, times }) => {
      const held = new Map<string, { readonly texts: string[] }>();
      return {
        frame: (frame, next) => {
          if (frame.hub !== 'public' || !aims(target, frame, '')) return next(frame.text);
          const pile = held.get(frame.connectionId);
          if (pile) return void pile.texts.push(frame.text);
          if (!strikes()) return next(frame.text);
          const fresh = { texts: [frame.text] };
          held.set(frame.connectionId, fresh);
          later(holdMs, () => {
            held.delete(frame.connectionId);
            // Books would break by repetition, which is another fault: they come once.
            for (const text of fresh.texts) for (let n = 0; n < (text.includes('"topic":"orderbook.') ? 1 : times); n += 1) next(text);
          });
        },
      };
    },
  }),
  defineFault({
    name: 'candle-late',
    group: 'feed',
    title: 'The confirmation of a closed candle comes late.',
    when: {},
    parameters: delayOf(3_000),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) =>
        isConfirmed(frame) && aims(target, frame, 'kline.') && strikes() ? later(delayMs, () => next(frame.text)) : next(frame.text),
    }),
  }),
  defineFault({
    name: 'candle-corrected',
    group: 'feed',
    title: 'A confirmed candle is confirmed once more with another close.',
    when: { count: 1 },
    parameters: delayOf(1_000),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (!isConfirmed(frame) || !aims(target, frame, 'kline.') || !strikes()) return;
        later(delayMs, () => next(withItems(readMessage(frame.text), (candle) => ({ ...candle, close: candle['open'] }))));
      },
    }),
  }),
  defineFault({
    name: 'candle-lost',
    group: 'feed',
    title: 'A candle never comes on the stream.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => (isConfirmed(frame) && aims(target, frame, 'kline.') && strikes() ? undefined : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'ticker-blank',
    group: 'feed',
    title: 'A ticker delta carries empty texts where numbers were.',
    when: {},
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) =>
        next(
          aims(target, frame, 'tickers.') && strikes()
            ? withItems(readMessage(frame.text), (ticker) => ({ ...ticker, ...blanked(ticker) }))
            : frame.text,
        ),
    }),
  }),
  defineFault({
    name: 'price-collapse',
    group: 'feed',
    title: 'Trades, tickers and candles carry the price 0, as on a delisting gone wrong.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) =>
        next(
          /^(publicTrade|tickers|kline)\./.test(frame.topic) && aims(target, frame, '') && strikes()
            ? withItems(readMessage(frame.text), collapsed)
            : frame.text,
        ),
    }),
  }),
];

function isDelta({ topic, text }: OutFrame): boolean {
  return topic.startsWith('orderbook.') && text.includes('"type":"delta"');
}

function isConfirmed({ topic, text }: OutFrame): boolean {
  return topic.startsWith('kline.') && text.includes('"confirm":true');
}

const NUMBERS_THAT_MAY_BE_BLANK = ['bid1Price', 'bid1Size', 'ask1Price', 'ask1Size', 'openInterest', 'fundingRate', 'indexPrice'];
const PRICES = ['p', 'lastPrice', 'markPrice', 'indexPrice', 'bid1Price', 'ask1Price', 'close', 'low'];

function blanked(ticker: Item): Item {
  return Object.fromEntries(NUMBERS_THAT_MAY_BE_BLANK.filter((name) => name in ticker).map((name) => [name, '']));
}

function collapsed(item: Item): Item {
  return { ...item, ...Object.fromEntries(PRICES.filter((name) => name in item).map((name) => [name, '0'])) };
}

/** Adds a bid far above the asks to one delta and takes it out with the next. */
function bookLiar(strikes: () => boolean, isMeant: (frame: OutFrame) => boolean): { frame(frame: OutFrame, next: SendText): void } {
  const lies = new Map<string, string>();
  return {
    frame: (frame, next) => {
      if (!isDelta(frame) || !isMeant(frame)) return next(frame.text);
      const key = `${frame.connectionId} ${frame.topic}`;
      const lie = lies.get(key);
      if (lie !== undefined) {
        lies.delete(key);
        return next(withItems(readMessage(frame.text), (book) => ({ ...book, b: [...levels(book, 'b'), [lie, '0']] })));
      }
      const [book] = itemsOf(readMessage(frame.text));
      const [price] = (book && levels(book, 'a').at(-1)) ?? [];
      if (price === undefined || !strikes()) return next(frame.text);
      // Surely above every ask, with the same decimals.
      const above = `1${price}`;
      lies.set(key, above);
      next(withItems(readMessage(frame.text), (book) => ({ ...book, b: [[above, '1'], ...levels(book, 'b')] })));
    },
  };
}

function levels(book: Item, side: 'a' | 'b'): readonly (readonly [string, string])[] {
  return book[side] as readonly (readonly [string, string])[];
}
