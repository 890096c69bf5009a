import type { DeploymentStatus, HealthStatus, ResearchKind, ResearchStatus, TradingState, Verification } from '@libs/client';

/** How a word is coloured; every tone also has a shape or a text of its own, so colour never stands alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'live' | 'idle';

export interface Word {
  readonly label: string;
  readonly tone: Tone;
  /** A sentence for the tooltip. */
  readonly meaning: string;
}

const ORDER_STATUS: Readonly<Record<string, Word>> = {
  INITIALIZED: { label: 'Initialized', tone: 'live', meaning: 'Written down, not sent yet' },
  DENIED: { label: 'Denied', tone: 'bad', meaning: 'Refused by our own risk rules; it never left' },
  EMULATED: { label: 'Emulated', tone: 'live', meaning: 'Held here until its trigger' },
  RELEASED: { label: 'Released', tone: 'live', meaning: 'Its trigger came, or it closes a position; sent as soon as it may be' },
  SUBMITTED: { label: 'Submitted', tone: 'live', meaning: 'Sent; the venue has not answered yet' },
  ACCEPTED: { label: 'Open', tone: 'live', meaning: 'Accepted by the venue and working' },
  REJECTED: { label: 'Rejected', tone: 'bad', meaning: 'Refused by the venue' },
  PENDING_UPDATE: { label: 'Updating', tone: 'live', meaning: 'A change was sent; the venue has not answered yet' },
  PENDING_CANCEL: { label: 'Cancelling', tone: 'live', meaning: 'A cancel was sent; the venue has not answered yet' },
  PARTIALLY_FILLED: { label: 'Part filled', tone: 'live', meaning: 'Some of it is filled, the rest is working' },
  FILLED: { label: 'Filled', tone: 'good', meaning: 'Filled completely' },
  CANCELED: { label: 'Canceled', tone: 'idle', meaning: 'Canceled before it was filled completely' },
  EXPIRED: { label: 'Expired', tone: 'idle', meaning: 'Ended by the venue, or never reached it' },
  TRIGGERED: { label: 'Triggered', tone: 'live', meaning: 'Triggered at the venue' },
  UNKNOWN: { label: 'Unknown', tone: 'warn', meaning: 'Sent without an answer; the venue is being asked. It counts at its worst case' },
};

/** The words for an order's status; one that is newer than this page shows as it is. */
export function orderStatusWord(status: string): Word {
  return ORDER_STATUS[status] ?? { label: status, tone: 'idle', meaning: status };
}

export const VERIFICATION: Readonly<Record<Verification, Word>> = {
  VERIFIED: { label: 'VERIFIED', tone: 'good', meaning: 'Reading its messages passed our tests' },
  UNVERIFIED: { label: 'UNVERIFIED', tone: 'warn', meaning: 'Read through ccxt; the result is untested' },
};

export const HEALTH: Readonly<Record<HealthStatus, Word>> = {
  OK: { label: 'OK', tone: 'good', meaning: 'Works' },
  DEGRADED: { label: 'Degraded', tone: 'warn', meaning: 'Works with a limit' },
  DOWN: { label: 'Down', tone: 'bad', meaning: 'Does not work' },
};

export const TRADING: Readonly<Record<TradingState, Word>> = {
  ACTIVE: { label: 'Active', tone: 'good', meaning: 'Strategies may trade' },
  REDUCING: { label: 'Reducing', tone: 'warn', meaning: 'Only orders that reduce a position are sent' },
  HALTED: {
    label: 'Halted',
    tone: 'bad',
    meaning: 'No orders are sent; open positions stay as they are, and protective stops wait until trading resumes',
  },
};

export const DEPLOYMENT: Readonly<Record<DeploymentStatus, Word>> = {
  STARTING: { label: 'Starting', tone: 'live', meaning: 'Its sandbox is being started' },
  WARMING_UP: { label: 'Warming up', tone: 'warn', meaning: 'It reads history before it may trade' },
  RUNNING: { label: 'Running', tone: 'good', meaning: 'It sees every bar and may trade' },
  STOPPED: { label: 'Stopped', tone: 'idle', meaning: 'It no longer trades' },
  FAULTED: { label: 'Faulted', tone: 'bad', meaning: 'It failed and places no more entries; its exits stay active' },
};

/** Of a deployment that goes on with the code it was made with. */
export const OUTDATED = 'The installed strategy has changed; stop this deployment and deploy it again to run the new code.';

/** What kinds of run there are, with what each is for. */
export const RUN_KINDS: Readonly<Record<ResearchKind, Pick<Word, 'label' | 'meaning'>>> = {
  BACKTEST: { label: 'Backtest', meaning: 'Plays a strategy on stored data' },
  OPTIMISATION: { label: 'Search', meaning: 'Tries many parameters on the same data; the best of them is flattered by its luck.' },
  WALK_FORWARD: {
    label: 'Walk forward',
    meaning: 'Searches each training window and trades the winner on the test window after it, which no trial has seen.',
  },
  MONTE_CARLO: {
    label: 'Monte Carlo',
    meaning: 'Runs a backtest and resamples its trades and days to show the range of possible outcomes.',
  },
  PARITY: { label: 'Parity', meaning: 'Compares a recorded session with a backtest of the same period' },
};

export const RESEARCH: Readonly<Record<ResearchStatus, Word>> = {
  QUEUED: { label: 'Queued', tone: 'live', meaning: 'Waiting for a free core' },
  RUNNING: { label: 'Running', tone: 'live', meaning: 'Being computed' },
  CANCELLED: { label: 'Cancelled', tone: 'idle', meaning: 'Cancelled before it finished' },
  FAILED: { label: 'Failed', tone: 'bad', meaning: 'Did not finish; the message says why' },
  DONE: { label: 'Done', tone: 'good', meaning: 'Its report is ready' },
};

/** What each cause of a difference says. */
export const CAUSE_MEANINGS: Readonly<Record<string, string>> = {
  data: 'The backtest saw other data than the session, or in another order',
  latency: 'The price moved until the order arrived',
  slippage: 'Filled at another price than the market showed when it arrived',
  fee: 'The fee paid differs from that of the backtest',
  partial: 'A different part of the order was filled',
  rejection: 'The order was denied, refused or never received',
  account: 'Caused by others on the same account: their profits, positions or orders',
  funding: 'Funding was paid or received',
  bug: 'Nothing explains it',
};

const SHORT_NAMES = /\b(api|atr|rsi)\b/g;

/** `MAX_POSITION_SIZE` → `max position size`, `atrPeriod` → `ATR period`. */
export function readable(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .replace(SHORT_NAMES, (name) => name.toUpperCase());
}

/** A fill in words, for those who hear the page. */
export function fillSentence(fill: {
  readonly side: 'BUY' | 'SELL';
  readonly quantity: string;
  readonly symbol: string;
  readonly price: string;
}): string {
  return `${fill.side === 'BUY' ? 'Bought' : 'Sold'} ${fill.quantity} ${fill.symbol} at ${fill.price}`;
}

/** An order that came to nothing, or of which nothing is known, in words for those who hear the page. */
export function orderSentence(order: {
  readonly status: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: string;
  readonly symbol: string;
  readonly reason: string | null;
}): string {
  const why = order.reason === null ? '' : `: ${order.reason}`;
  return `Order ${orderStatusWord(order.status).label.toLowerCase()}, ${order.side.toLowerCase()} ${order.quantity} ${order.symbol}${why}`;
}
