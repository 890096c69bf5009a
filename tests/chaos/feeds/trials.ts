/** One fault of the feeds, how it is injected, and what it must lead to. */
export interface Trial {
  /** Rows of the list of faults that it stands for. */
  readonly rows: string;
  readonly name: string;
  /** As the simulator takes them; times are seconds of the wall clock. */
  readonly faults: readonly object[];
  /** `blocked`: entries stop within so many seconds of `from`. `tolerated`: nothing may come of it. `either`: both are right. */
  readonly must: 'blocked' | 'tolerated' | 'either';
  readonly within?: number;
  /** From when the time counts: the first strike, or the end of the minute in which it fell (where an absent bar is the first sign). */
  readonly from?: 'strike' | 'minute';
  /** Seconds for which the fault stays armed after its first strike; 0 for one that strikes once. */
  readonly lasts: number;
  /** Seconds after its end until all must be well; 60 unless said. */
  readonly heals?: number;
}

const SYMBOL = 'BTCUSDT';
const target = (topic: string) => ({ target: { symbol: SYMBOL, topic } });
const HEARTBEAT_LIMIT = 10;
/** A probe each 30 s, an answer, and a second of grace. */
const PROBE_LIMIT = 33;
/** A confirmation may come so late before entries stop. */
const CONFIRMED_WITHIN = 10;

export const TRIALS: readonly Trial[] = [
  { rows: '1', name: 'silent death', faults: [{ fault: 'silent-death', count: 1 }], must: 'blocked', within: HEARTBEAT_LIMIT, lasts: 20 },
  {
    rows: '1',
    name: 'silent death, every new socket too',
    must: 'blocked',
    within: HEARTBEAT_LIMIT,
    lasts: 40,
    faults: [{ fault: 'silent-death', for: '40s' }],
  },
  { rows: '2', name: 'half-dead', faults: [{ fault: 'half-dead', count: 1 }], must: 'blocked', within: HEARTBEAT_LIMIT, lasts: 20 },
  stops('orderbook.1.*', HEARTBEAT_LIMIT, 20),
  stops('publicTrade.*', PROBE_LIMIT, 60),
  stops('orderbook.50.*', PROBE_LIMIT, 60),
  stops('orderbook.200.*', PROBE_LIMIT, 60),
  { ...stops('kline.1.*', CONFIRMED_WITHIN, 90), from: 'minute' },
  { rows: '4', name: 'delta lost', faults: [{ fault: 'delta-lost', ...target('orderbook.50.*') }], must: 'blocked', within: 2, lasts: 0 },
  {
    rows: '4',
    name: '1 % of deltas lost',
    must: 'blocked',
    within: 30,
    lasts: 30,
    faults: [{ fault: 'delta-lost', ...target('orderbook.*'), probability: 0.01, for: '30s' }],
  },
  {
    rows: '5',
    name: 'delta duplicated',
    must: 'tolerated',
    lasts: 10,
    faults: [{ fault: 'delta-duplicated', ...target('orderbook.*'), for: '10s' }],
  },
  {
    rows: '5',
    name: 'deltas change places',
    must: 'either',
    lasts: 0,
    faults: [{ fault: 'delta-reordered', ...target('orderbook.50.*') }],
  },
  { rows: '6', name: 'book restarts', faults: [{ fault: 'book-restart', target: { symbol: SYMBOL } }], must: 'tolerated', lasts: 0 },
  {
    rows: '7',
    name: 'crossed book',
    must: 'blocked',
    within: 2,
    lasts: 0,
    faults: [{ fault: 'book-crossed', ...target('orderbook.50.*') }],
  },
  {
    rows: '9',
    name: 'best level repeated',
    must: 'tolerated',
    lasts: 10,
    faults: [{ fault: 'best-level-repeated', target: { symbol: SYMBOL }, for: '10s' }],
  },
  {
    rows: '10',
    name: 'one of two depths loses a delta',
    must: 'blocked',
    within: 2,
    lasts: 0,
    faults: [{ fault: 'delta-lost', ...target('orderbook.200.*') }],
  },
  { rows: '11', name: 'burst', faults: [{ fault: 'burst', with: { holdMs: 1_500, times: 100 } }], must: 'either', lasts: 2 },
  {
    rows: '12',
    name: 'candle confirmed 3 s late',
    must: 'either',
    lasts: 4,
    faults: [{ fault: 'candle-late', ...target('kline.*'), count: 1 }],
  },
  { rows: '12', name: 'candle corrected', must: 'tolerated', lasts: 2, faults: [{ fault: 'candle-corrected', ...target('kline.*') }] },
  { rows: '13', name: 'candle lost', faults: [{ fault: 'candle-lost', ...target('kline.*') }], must: 'either', lasts: 5 },
  {
    rows: '13, 44',
    name: 'away over a bar',
    must: 'blocked',
    within: HEARTBEAT_LIMIT,
    lasts: 75,
    faults: [{ fault: 'connect-refused', for: '75s' }, { fault: 'disconnect' }],
  },
  {
    rows: '14',
    name: 'ticker blank',
    must: 'tolerated',
    lasts: 10,
    faults: [{ fault: 'ticker-blank', target: { symbol: SYMBOL }, for: '10s' }],
  },
  {
    rows: '15',
    name: 'price collapses',
    must: 'either',
    lasts: 10,
    faults: [{ fault: 'price-collapse', target: { symbol: SYMBOL }, for: '10s' }],
  },
  { rows: '42', name: 'clock 1.3 s ahead', faults: [skew(1_300)], must: 'either', lasts: 30 },
  { rows: '42', name: 'clock 10 s ahead', faults: [skew(10_000)], must: 'blocked', within: 12, lasts: 30 },
  { rows: '42', name: 'clock 10 s behind', faults: [skew(-10_000)], must: 'blocked', within: 12, lasts: 30 },
  refused('rate-limited', '10006 while a candle is lost'),
  refused('http-429', '429 while a candle is lost'),
  refused('http-403', '403 while a candle is lost'),
  refused('maintenance', 'maintenance while a candle is lost'),
  { rows: '44', name: 'disconnect', faults: [{ fault: 'disconnect', with: { hub: 'public' } }], must: 'blocked', within: 1, lasts: 0 },
  {
    rows: '44',
    name: 'subscription refused on the way back',
    must: 'blocked',
    within: 1,
    lasts: 0,
    faults: [{ fault: 'subscribe-refused' }, { fault: 'disconnect' }],
  },
  { rows: '44', name: 'pongs 1.5 s late', faults: [{ fault: 'pong-late', for: '30s' }], must: 'tolerated', lasts: 30 },
];

function stops(topic: string, within: number, lasts: number): Trial {
  const faults = [{ fault: 'topic-stops', ...target(topic), for: `${lasts}s` }];
  return { rows: '3', name: `${topic.slice(0, -2)} stops`, faults, must: 'blocked', within, lasts };
}

function skew(offsetMs: number): object {
  return { fault: 'clock-skew', for: '30s', with: { offsetMs } };
}

/** The lost candle has to be fetched, and cannot be for a while. */
function refused(fault: string, name: string): Trial {
  const faults = [
    { fault, for: '80s' },
    { fault: 'candle-lost', ...target('kline.*') },
  ];
  // After a ban nothing may be asked for ten minutes.
  return { rows: '43', name, faults, must: 'blocked', within: CONFIRMED_WITHIN, lasts: 80, heals: fault === 'http-403' ? 620 : 60 };
}

/**
 * One fault of what only the account hears, and of the order entry; how it shows and how long it lasts. Orders go over REST, so
 * 10019 of the trade socket is not among them.
 */
export interface PrivateTrial {
  readonly name: string;
  readonly faults: readonly object[];
  /** Seconds until the executor says so; absent where it has nothing to say, because orders and fills go on all the same. */
  readonly within?: number;
  readonly lasts: number;
}

const CUT = { fault: 'disconnect', with: { hub: 'private' } };

export const PRIVATE_TRIALS: readonly PrivateTrial[] = [
  { name: 'private socket cut', faults: [CUT], within: 1, lasts: 0 },
  { name: 'private socket silent', faults: [{ fault: 'silent-death', with: { hub: 'private' }, count: 1 }], within: 10, lasts: 20 },
  { name: 'login refused on the way back', faults: [{ fault: 'auth-rejected' }, CUT], within: 1, lasts: 5 },
  { name: 'login answered 3 s late', faults: [{ fault: 'auth-late' }, CUT], within: 1, lasts: 5 },
  {
    name: 'private topics refused on the way back',
    faults: [{ fault: 'subscribe-refused', with: { hub: 'private' } }, CUT],
    within: 1,
    lasts: 5,
  },
  { name: 'private topics not restored', faults: [{ fault: 'topics-not-restored' }, CUT], within: 1, lasts: 20 },
  { name: 'orders refused with 10006', faults: [{ fault: 'rate-limited', target: { path: '/v5/order/create' }, for: '5s' }], lasts: 5 },
  { name: 'all reads and orders refused with 429', faults: [{ fault: 'http-429', for: '5s' }], lasts: 5 },
];
