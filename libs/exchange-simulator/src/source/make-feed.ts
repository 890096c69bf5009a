import type { Logger, Timers } from '@libs/platform';
import type { MarketInstrument } from '@libs/simulation';
import type { StoredPosition } from '../exchange/simulator-state';
import type { Feed } from '../market/feed';
import type { House } from '../market/house';
import { MarketClock } from '../market/market-clock';
import { TapeFeed } from '../market/tape-feed';
import { MirrorFeed, type MirrorUrls } from '../mirror/mirror-feed';
import { MirrorMarket } from '../mirror/mirror-market';
import type { OpenedSource } from './open-source';

export interface FeedParts {
  readonly source: OpenedSource;
  /** Adds a market to the venue. */
  readonly addMarket: (instrument: MarketInstrument) => House;
  /** The remembered start of a generated market. */
  readonly firstStart: number;
  /** Where a mirrored exchange lives; the source's own address unless said otherwise. */
  readonly mirror?: MirrorUrls | undefined;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly timers: Timers;
  readonly logger: Logger;
}

export interface FeedStart {
  readonly stored: StoredPosition | undefined;
  readonly reserve: (at: number, until: number) => Promise<void>;
}

const REAL_TIME = 1;
/** How fast a market in real time makes up for the while in which nobody played it. */
const CATCH_UP = 60;

/** Adds the markets of a source to the venue; its feed is made once the state is restored. */
export function addMarkets(parts: FeedParts): (start: FeedStart) => Feed {
  const { source, wallNow, timers, logger } = parts;
  const houses = source.instruments.map((instrument) => parts.addMarket(instrument));
  if (source.kind === 'mirror') {
    const markets = houses.map((house) => new MirrorMarket(house));
    return ({ stored }) => new MirrorFeed({ ...(parts.mirror ?? source.urls), markets, storedAt: stored?.at ?? 0, wallNow, logger });
  }
  const { label, isEndless, isStepped } = source;
  const followsPresent = isEndless && !isStepped;
  const speed = followsPresent && source.speed === REAL_TIME ? CATCH_UP : source.speed;
  const markets = source.makeMarkets(houses, parts.firstStart);
  const endReason = (at: number): string =>
    `The ${label} ended at ${new Date(at).toISOString()}; orders are refused and everything else goes on. Start with another file to trade on.`;
  return ({ stored, reserve }) => {
    const clock = new MarketClock(parts.monotonic, 0, speed);
    const present = followsPresent ? { wallNow } : {};
    return new TapeFeed({ markets, clock, timers, speed, askedSpeed: source.speed, isStepped, stored, reserve, endReason, ...present });
  };
}
