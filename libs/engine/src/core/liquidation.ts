import { ASSET_PRECISION, Decimal, insurancePosting, post } from '@libs/kernel';
import type { Fill, Instrument } from '@libs/kernel';
import { tellStrategy } from './delivery';
import { bookFill } from './fills';
import { rememberSettlement } from './funding';
import { halt } from './halt';
import type { VenueReport } from './input';
import { venueKey } from './market';
import type { CoreState } from './state';
import type { Turn } from './turn';
import { accountValue } from './value';

type Liquidation = Extract<VenueReport, { kind: 'liquidation' }>;

/** Used in place of a client order id: the venue closed the position itself. */
export const LIQUIDATION = 'liquidation';

/**
 * The venue took over the account's position at one price: every strategy with a part of it, or against it, is flat in the symbol
 * afterwards and receives the fill. Coins it may sell in part; strategies then lose the same share. The fee is shared by size.
 */
export function takeLiquidation(turn: Turn, report: Liquidation): void {
  const { state } = turn;
  const symbol = state.venueSymbols.get(venueKey(report));
  const instrument = symbol === undefined ? undefined : state.instruments.get(symbol);
  if (instrument === undefined) return halt(turn, `${describe(report)} is of no instrument of this venue`);
  if (!rememberSettlement(state, report.executionId)) return;
  const closed = Decimal.parse(report.quantity).times(report.side === 'SELL' ? Decimal.ONE : Decimal.ONE.negated());
  const parts = partsOf(state, instrument, closed);
  if (parts === null)
    return halt(turn, `${describe(report)} is not what the account holds, ${state.books.get(instrument.symbol)?.account.quantity ?? 0}`);
  const fees = shared(
    Decimal.parse(report.fee),
    parts.map(({ quantity }) => quantity.abs()),
  );
  parts.forEach((part, index) => close(turn, instrument, { ...part, report, fee: fees[index]! }));
}

type Held = Pick<Part, 'deploymentId' | 'quantity'>;

/** Null if the account does not hold so much. Coins that no strategy bought are the person's own. */
function partsOf({ books, manualDeploymentId }: CoreState, { symbol, category }: Instrument, closed: Decimal): readonly Held[] | null {
  const book = books.get(symbol);
  const whole = book?.account.quantity ?? Decimal.ZERO;
  if (category !== 'spot' && !whole.eq(closed)) return null;
  const theirs = category === 'spot' ? Decimal.max(Decimal.ZERO, Decimal.min(closed, whole)) : closed;
  const held = theirs.isZero ? [] : [...book!.deployments].filter(([, { quantity }]) => !quantity.isZero);
  const quantities = shared(
    theirs,
    held.map(([, { quantity }]) => quantity),
  );
  const parts = held.map(([deploymentId], index) => ({ deploymentId, quantity: quantities[index]! }));
  return [...parts, { deploymentId: manualDeploymentId!, quantity: closed.minus(theirs) }].filter(({ quantity }) => !quantity.isZero);
}

/** In proportion to the weights, to the precision of an asset; the last one takes the rounding remainder. */
function shared(amount: Decimal, weights: readonly Decimal[]): readonly Decimal[] {
  const whole = weights.reduce((sum, weight) => sum.plus(weight), Decimal.ZERO);
  let left = amount;
  return weights.map((weight, index) => {
    const isLast = index === weights.length - 1;
    const share = isLast ? left : amount.times(weight).dividedBy(whole, ASSET_PRECISION);
    left = left.minus(share);
    return share;
  });
}

export function takeInsurance(turn: Turn, { transferId, asset, amount }: Extract<VenueReport, { kind: 'insurance' }>): void {
  const { state } = turn;
  if (!rememberSettlement(state, transferId)) return;
  const posting = insurancePosting(transferId, asset, Decimal.parse(amount));
  state.ledger = post(state.ledger, posting);
  turn.emit({ type: 'LedgerPosted', posting });
  turn.emit({ type: 'AccountValued', value: accountValue(state) });
}

interface Part {
  readonly report: Liquidation;
  readonly deploymentId: string;
  /** Signed. */
  readonly quantity: Decimal;
  readonly fee: Decimal;
}

function close(turn: Turn, instrument: Instrument, { report, deploymentId, quantity, fee }: Part): void {
  const { symbol } = instrument;
  const fill: Fill = {
    executionId: `${report.executionId} ${deploymentId}`,
    clientOrderId: LIQUIDATION,
    deploymentId,
    symbol,
    side: quantity.sign > 0 ? 'SELL' : 'BUY',
    quantity: quantity.abs(),
    price: Decimal.parse(report.price),
    fee,
    feeAsset: report.feeAsset,
    liquidity: 'TAKER',
    at: turn.at,
  };
  tellStrategy(turn, deploymentId, {
    type: 'fill',
    clientOrderId: LIQUIDATION,
    symbol,
    side: fill.side,
    quantity: fill.quantity.toString(),
    price: fill.price.toString(),
  });
  bookFill(turn, instrument, fill);
}

function describe({ executionId, side, quantity, venueSymbol, price }: Liquidation): string {
  return `liquidation ${executionId} (${side} ${quantity} ${venueSymbol} at ${price})`;
}
