import { Decimal, decimal } from '@libs/kernel';
import { Venue, type MarketInstrument, type SelfTradePolicy, type SimOrderRequest, type Ticket } from '@libs/simulation';
import { Kind, MIDDLE, OWNERS, type OpStream } from './op-stream';

const AT = 1_750_000_000_000;
const BALANCE = decimal('1000000');
const FEES = { maker: decimal('0.0002'), taker: decimal('0.00055') };
const POLICIES: readonly SelfTradePolicy[] = ['NONE', 'CANCEL_MAKER', 'CANCEL_TAKER', 'CANCEL_BOTH'];
const LOT = decimal('0.001');
const ACCOUNTS = Array.from({ length: OWNERS + 1 }, (_, owner) => `a${owner}`);

const INSTRUMENT: MarketInstrument = {
  venue: 'bench',
  symbol: 'BTC/USDT:USDT',
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: decimal('1'),
  lotSize: LOT,
  minQuantity: LOT,
  maxQuantity: decimal('100'),
  maxMarketQuantity: decimal('50'),
  minNotional: decimal('5'),
  maxLeverage: 50,
};

/** An operation as a client would put it; built beforehand, so that texts and decimals cost the run nothing. */
interface ClientOp {
  readonly kind: number;
  readonly account: string;
  readonly request: SimOrderRequest;
  /** Amendments: with what was filled before. */
  readonly quantity: Decimal;
  readonly price: Decimal;
}

/** The stream through a whole venue: checks, margin, fees, positions, ledger and the changes it tells. */
export class DrivenVenue {
  private readonly venue = new Venue({ salt: 1 });
  private readonly market = this.venue.addMarket(INSTRUMENT);
  private readonly ops: ClientOp[] = [];
  private refused = 0;
  private fees = Decimal.ZERO;

  constructor(stream: OpStream) {
    this.market.isOpen = true;
    this.venue.setLast(this.market.key, MIDDLE, AT);
    for (let owner = 1; owner <= OWNERS; owner += 1)
      this.venue.openAccount(ACCOUNTS[owner]!, { fees: FEES, balances: { USDT: BALANCE } }, AT);
    const ticket: Ticket = { order: 0, owner: 0, side: 1, ticks: 0, lots: 0, tif: 'GTC', selfTrade: 0, capped: false };
    for (let at = 0; at < stream.length; at += 1)
      this.ops.push(clientOp(stream.kind[at]!, stream.read(at, ticket), stream.filled[at]!, this.market.key));
  }

  run(from: number, to: number): void {
    const { venue, ops } = this;
    for (let at = from; at < to; at += 1) {
      const { kind, account, request, quantity, price } = ops[at]!;
      const result =
        kind === Kind.CANCEL
          ? venue.cancel(account, request, AT)
          : kind === Kind.AMEND
            ? venue.amend(account, request, { quantity, price }, AT)
            : venue.submit(account, request, AT);
      if (result.kind === 'refused') this.refused += 1;
      for (const change of venue.drain()) if (change.type === 'execution') this.fees = this.fees.plus(change.execution.fee);
    }
  }

  /** Throws unless the book is the one that the stream leads to, and no money came from or went to nowhere. */
  check(expected: readonly unknown[]): void {
    const { book, key } = this.market;
    let [held, cost, balance] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
    for (const account of this.venue.accounts.values()) {
      const position = account.position(key, 0);
      held = held.plus(position.quantity);
      cost = cost.plus(position.cost);
      balance = balance.plus(account.balance('USDT'));
    }
    const paidIn = BALANCE.times(decimal(String(OWNERS)));
    const missing = balance.plus(this.fees).minus(paidIn).minus(cost);
    const isSame = JSON.stringify([book.depth(1), book.depth(-1)]) === JSON.stringify(expected);
    if (!isSame || !held.isZero || !missing.isZero || this.fees.isZero || this.refused > 0)
      throw new Error(
        `the venue is wrong: same book ${isSame}, positions ${held}, missing ${missing}, fees ${this.fees}, refused ${this.refused}`,
      );
  }
}

/** Whole numbers as decimals, each made once: a request fresh from the wire lies in the cache, one made long before does not. */
const WHOLE: Decimal[] = [];
const LOTS: Decimal[] = [];

function whole(value: number): Decimal {
  return (WHOLE[value] ??= decimal(String(value)));
}

function quantityOf(lots: number): Decimal {
  return (LOTS[lots] ??= LOT.times(whole(lots)));
}

function clientOp(kind: number, ticket: Ticket, filled: number, market: string): ClientOp {
  const price = whole(ticket.ticks);
  const request: SimOrderRequest = {
    market,
    clientOrderId: `c${ticket.order}`,
    side: ticket.side === 1 ? 'BUY' : 'SELL',
    type: 'LIMIT',
    price,
    quantity: quantityOf(ticket.lots),
    timeInForce: ticket.tif,
    reduceOnly: false,
    selfTrade: POLICIES[ticket.selfTrade]!,
  };
  return { kind, account: ACCOUNTS[ticket.owner]!, request, quantity: quantityOf(ticket.lots + filled), price };
}
