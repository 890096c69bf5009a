import { OrderBook, SelfTradePreventionMode, Side, type LimitOrderOptions } from 'nodejs-order-book';
import type { Ticket } from '@libs/simulation';
import { Kind, type OpStream } from './op-stream';

const POLICIES = [
  SelfTradePreventionMode.NONE,
  SelfTradePreventionMode.EXPIRE_MAKER,
  SelfTradePreventionMode.EXPIRE_TAKER,
  SelfTradePreventionMode.EXPIRE_BOTH,
];

interface PeerOp {
  readonly kind: number;
  readonly id: string;
  readonly options: LimitOrderOptions;
}

/** The same stream for nodejs-order-book; it has neither order caps nor a price band, and a changed order forgets its owner. */
export class DrivenPeer {
  readonly book = new OrderBook();
  private readonly ops: PeerOp[] = [];
  private missed = 0;

  constructor(stream: OpStream, length: number) {
    const ticket: Ticket = { order: 0, owner: 0, side: 1, ticks: 0, lots: 0, tif: 'GTC', selfTrade: 0, capped: false };
    for (let at = 0; at < length; at += 1) this.ops.push(peerOp(stream.kind[at]!, stream.read(at, ticket)));
  }

  run(from: number, to: number): void {
    const { book, ops } = this;
    for (let at = from; at < to; at += 1) {
      const { kind, id, options } = ops[at]!;
      switch (kind) {
        case Kind.CANCEL:
          if (book.cancel(id) === undefined) this.missed += 1;
          break;
        case Kind.AMEND:
          if (book.modify(id, options).err !== null) this.missed += 1;
          break;
        default:
          book.limit(options);
      }
    }
  }

  /** Throws unless nearly every order was found that the stream spoke of: its priority differs a little from ours. */
  check(operations: number): void {
    if (this.missed > operations * 0.05) throw new Error(`the peer did not know ${this.missed} of ${operations} orders`);
  }
}

function peerOp(kind: number, ticket: Ticket): PeerOp {
  const id = String(ticket.order);
  const terms = { id, side: ticket.side === 1 ? Side.BUY : Side.SELL, size: ticket.lots, price: ticket.ticks };
  const more = ticket.tif === 'POST_ONLY' ? { postOnly: true } : ticket.tif === 'GTC' ? {} : { timeInForce: ticket.tif };
  const owner = { accountId: String(ticket.owner), stpMode: POLICIES[ticket.selfTrade]! };
  return { kind, id, options: { ...terms, ...more, ...owner } as LimitOrderOptions };
}
