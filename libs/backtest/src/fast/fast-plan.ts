import { Decimal } from '@libs/kernel';
import type { LedgerBalances } from '@libs/kernel';
import type { TradingCore } from '@libs/engine';
import type { StrategyPlan } from '@libs/sdk';
import type { MarketInstrument, Venue } from '@libs/simulation';
import { VENUE_ACCOUNT } from '../run/venue-floor';
import type { FillTerms, FundingRate } from '../run/fill-terms';
import type { BarTape } from '../run/bar-tape';
import { LiveHost } from '../run/strategy-host';
import type { StrategyHost } from '../run/strategy-host';
import { fastMarket } from './fast-market';
import type { FastMarket } from './fast-market';

/** The known options of a run. */
export interface KnownTerms {
  readonly markets: readonly { readonly market: MarketInstrument; readonly tape: BarTape; readonly funding?: readonly FundingRate[] }[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  readonly stepsEachBar?: boolean;
}

/** A running backtest: the strategy has seen its history and has started. */
export interface BegunRun {
  readonly terms: KnownTerms;
  readonly plan: StrategyPlan;
  readonly host: StrategyHost;
  readonly core: TradingCore;
  readonly venue: Venue;
  readonly deploymentId: string;
  /** Number of the last core input. */
  readonly inputSeq: number;
  /** The next bar of the tape, and the market time before it. */
  readonly next: number;
  readonly from: number;
  readonly keepsCurve: boolean;
  readonly progress?: ((bars: number) => void) | undefined;
}

/** The input of the fast path. */
export interface FastPlan {
  readonly market: FastMarket;
  readonly tape: BarTape;
  /** Oldest first. */
  readonly funding: readonly FundingRate[];
  readonly host: LiveHost;
  readonly balance: Decimal;
  readonly maxPositionSize: Decimal;
  readonly ledger: LedgerBalances;
  readonly salt: number;
  /** The last number assigned by the venue. */
  readonly sequence: number;
  readonly deploymentId: string;
  readonly inputSeq: number;
  readonly next: number;
  readonly from: number;
  readonly keepsCurve: boolean;
  readonly progress?: ((bars: number) => void) | undefined;
}

/**
 * All options that the fast path knows, by name. A run with any other option takes the exact path, so a new option is safe until it is
 * added here.
 */
const KNOWN = {
  terms: ['markets', 'settleAsset', 'balances', 'maxPositionSize', 'fills', 'stepsEachBar', 'strategy', 'params'],
  fills: ['makerFee', 'takerFee', 'slippageTicks', 'latency'],
  plan: ['params', 'watches', 'warmUpBars', 'hears', 'streams'],
  played: ['market', 'tape', 'funding'],
  tape: ['instrument', 'interval', 'series'],
  market: [
    ...['venue', 'symbol', 'venueSymbol', 'category', 'base', 'quote', 'settle', 'tickSize', 'lotSize', 'minQuantity', 'maxQuantity'],
    ...[
      'minNotional',
      'maxMarketQuantity',
      'maxLeverage',
      'riskTiers',
      'minPrice',
      'maxPrice',
      'maxPostOnlyQuantity',
      'launchedAt',
      'venueId',
    ],
  ],
} as const;

/** A settle asset that a venue values at one to one, so that no other price affects a margin. */
const DOLLARS: ReadonlySet<string> = new Set(['USDT', 'USDC', 'USD']);

/** The plan for running the rest fast; null if the run needs more than market orders on the bars of one linear market. */
export function planFast(run: BegunRun): FastPlan | null {
  const { terms, plan, host, core, venue } = run;
  const [played] = terms.markets;
  if (!(host instanceof LiveHost) || played === undefined || !isPlain(terms, plan)) return null;
  const { settleAsset, balances, fills } = terms;
  const { market: instrument, tape, funding = [] } = played;
  const isSettled = instrument.settle === settleAsset && instrument.quote === settleAsset && DOLLARS.has(settleAsset);
  if (instrument.category !== 'linear' || !isSettled || Object.keys(balances).some((asset) => asset !== settleAsset)) return null;
  if (!tape.instrument.tickSize.eq(instrument.tickSize) || !tape.instrument.lotSize.eq(instrument.lotSize)) return null;
  if (core.openOrders().length > 0 || core.nextTimer() !== null || core.tradingState() !== 'ACTIVE' || !core.isReconciled()) return null;
  const balance = Decimal.parse(balances[settleAsset] ?? '0');
  const market = fastMarket(instrument, venue.account(VENUE_ACCOUNT), balance, fills.slippageTicks);
  if (market === null) return null;
  const { deploymentId, inputSeq, next, from, keepsCurve, progress } = run;
  return {
    market,
    tape,
    funding,
    host,
    balance,
    deploymentId,
    inputSeq,
    next,
    from,
    keepsCurve,
    progress,
    maxPositionSize: Decimal.parse(terms.maxPositionSize),
    ledger: core.ledger(),
    salt: venue.salt,
    sequence: venue.sequence,
  };
}

function isPlain(terms: KnownTerms, plan: StrategyPlan): boolean {
  const { markets, fills, stepsEachBar } = terms;
  const [played] = markets;
  const [watch] = plan.watches;
  if (markets.length !== 1 || plan.watches.length !== 1 || stepsEachBar || fills.latency !== 0) return false;
  if (plan.streams?.length || plan.hears?.length || watch?.interval !== played?.tape.interval) return false;
  const parts = { terms, fills, plan, played: played!, tape: played!.tape, market: played!.market };
  return (Object.keys(parts) as (keyof typeof parts)[]).every((name) => hasOnly(parts[name], KNOWN[name]));
}

function hasOnly(value: object, known: readonly string[]): boolean {
  return Object.entries(value).every(([name, one]) => one === undefined || known.includes(name));
}
