import type { LedgerEntry, LedgerKind, Venue } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import { creationOf } from '../../exchange/creation-of';
import { pageOf } from '../page';
import type { SignedIn } from '../request';
import { DAY, timeRange } from '../time-range';

const TYPES: Readonly<Record<LedgerKind, string>> = {
  TRADE: 'TRADE',
  FUNDING: 'SETTLEMENT',
  LIQUIDATION: 'LIQUIDATION',
  AUTO_DELEVERAGING: 'ADL',
  SETTLEMENT: 'DELIVERY',
  TRANSFER_IN: 'TRANSFER_IN',
  TRANSFER_OUT: 'TRANSFER_OUT',
  INSURANCE: 'BONUS',
};
const SIDES = { BUY: 'Buy', SELL: 'Sell', NONE: 'None' } as const;
const PAGE = { most: 50, default: 20, keyOf: ({ id }: LedgerEntry) => creationOf(id) };
const RANGE = { usual: DAY, widest: 7 * DAY };

/** The account's cash book, newest first. */
export function transactionLog({ exchange, key, parameters }: SignedIn): Reply {
  const accountType = parameters.text('accountType') ?? 'UNIFIED';
  if (accountType !== 'UNIFIED') throw badParameter('accountType only support UNIFIED.');
  const [category, currency, type] = [parameters.text('category'), parameters.text('currency'), parameters.text('type')];
  const baseCoin = parameters.text('baseCoin');
  const { from, to } = timeRange(parameters, { now: exchange.marketTime, ...RANGE });
  const { markets } = exchange.venue;
  const found = exchange.venue
    .account(key.accountId)
    .ledger.items.filter(
      (entry) =>
        entry.at >= from &&
        entry.at <= to &&
        (category === undefined || entry.market.startsWith(`${category}:`)) &&
        (currency === undefined || entry.asset === currency) &&
        (baseCoin === undefined || markets.get(entry.market)?.instrument.base === baseCoin) &&
        (type === undefined || TYPES[entry.kind] === type),
    );
  const page = pageOf(found, parameters, PAGE);
  return ok({ list: page.items.map((entry) => renderEntry(entry, markets)), nextPageCursor: page.nextCursor });
}

function renderEntry(entry: LedgerEntry, markets: Venue['markets']): object {
  const instrument = markets.get(entry.market)?.instrument;
  const isFunding = entry.kind === 'FUNDING';
  return {
    id: entry.id,
    symbol: instrument?.venueSymbol ?? '',
    category: instrument?.category ?? '',
    side: SIDES[entry.side],
    transactionTime: String(entry.at),
    type: TYPES[entry.kind],
    transSubType: '',
    qty: instrument?.category === 'spot' ? entry.cashFlow : entry.quantity,
    size: entry.position,
    currency: entry.asset,
    tradePrice: entry.price,
    // Received funding is positive here, the other way round than an execution's fee.
    funding: isFunding ? entry.funding.negated() : '',
    fee: entry.fee,
    cashFlow: entry.cashFlow,
    change: entry.change,
    cashBalance: entry.balance,
    feeRate: isFunding && entry.side === 'SELL' ? entry.feeRate.negated() : entry.feeRate,
    bonusChange: '',
    tradeId: entry.executionId,
    orderId: entry.orderId,
    orderLinkId: entry.clientOrderId,
    extraFees: '',
  };
}
