import { ASSET_PRECISION, Decimal, insurancePosting, post } from '@libs/kernel';
import type { Fill, Instrument, Position } from '@libs/kernel';
import { tellStrategy } from './delivery';
import { bookFill } from './fills';
import { rememberSettlement } from './funding';
import { halt } from './halt';
import type { VenueReport } from './input';
import { venueKey } from './market';
import type { Turn } from './turn';
import { accountValue } from './value';

type Liquidation = Extract<VenueReport, { kind: 'liquidation' }>;

/** Used in place of a client order id: the venue closed the position itself. */
export const LIQUIDATION = 'liquidation';

/**
 * The venue took over the account's position at one price: every strategy with a part of it, or against it, is flat in the symbol
 * afterwards and receives the fill. The fee is shared by size; the last one takes the rounding remainder.
 */
export function takeLiquidation(turn: Turn, report: Liquidation): void {
  const { state } = turn;
  const symbol = state.venueSymbols.get(venueKey(report));
  const instrument = symbol === undefined ? undefined : state.instruments.get(symbol);
  if (instrument === undefined) return halt(turn, `${describe(report)} is of no instrument of this venue`);
  if (!rememberSettlement(state, report.executionId)) return;
  const book = state.books.get(instrument.symbol);
  const closed = Decimal.parse(report.quantity).times(report.side === 'SELL' ? Decimal.ONE : Decimal.ONE.negated());
  if (book === undefined || !book.account.quantity.eq(closed))
    return halt(turn, `${describe(report)} is not what the account holds, ${book?.account.quantity ?? 0}`);
  const held = [...book.deployments].filter(([, { quantity }]) => !quantity.isZero);
  const size = held.reduce((sum, [, { quantity }]) => sum.plus(quantity.abs()), Decimal.ZERO);
  let feeLeft = Decimal.parse(report.fee);
  held.forEach(([deploymentId, position], index) => {
    const isLast = index === held.length - 1;
    const share = Decimal.parse(report.fee).times(position.quantity.abs()).dividedBy(size, ASSET_PRECISION);
    const fee = isLast ? feeLeft : share;
    feeLeft = feeLeft.minus(fee);
    close(turn, instrument, { report, deploymentId, position, fee });
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
  readonly position: Position;
  readonly fee: Decimal;
}

function close(turn: Turn, instrument: Instrument, { report, deploymentId, position, fee }: Part): void {
  const { symbol, quantity } = position;
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
