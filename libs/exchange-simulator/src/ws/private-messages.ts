import { Decimal } from '@libs/kernel';
import type { Change, SimOrder } from '@libs/simulation';
import type { Exchange } from '../exchange/exchange';
import { renderWallet, type RenderedWallet } from '../v5/account/wallet';
import { renderExecution, renderFastExecution } from '../v5/orders/render-execution';
import { renderOrder } from '../v5/orders/render-order';
import { renderPosition } from '../v5/positions/render-position';

/** A message of one topic for one account, made before it is sent. */
export interface PrivateMessage {
  readonly accountId: string;
  readonly topic: string;
  /** Empty for topics without categories. */
  readonly category: string;
  /** The message without its beginning, which names the topic as the client does. */
  readonly body: string;
}

type Place = Pick<PrivateMessage, 'accountId' | 'topic' | 'category'>;
type IsHeard = (accountId: string, topic: string) => boolean;
type OwnChange = Extract<Change, { type: 'order' | 'triggered' | 'execution' | 'position' }>;

const OWN: ReadonlySet<Change['type']> = new Set<OwnChange['type']>(['order', 'triggered', 'execution', 'position']);

/** Turns changes of accounts into the messages of the private topics. */
export class PrivateMessages {
  private count = 0;
  /** What open orders held of each account when its wallet was looked at last. */
  private readonly held = new Map<string, string>();

  constructor(private readonly exchange: Exchange) {}

  /** In the order of the changes, each account's wallet last; nothing is made of what nobody listens to. */
  of(changes: readonly Change[], at: number, isHeard: IsHeard): readonly PrivateMessage[] {
    const messages: PrivateMessage[] = [];
    const wallets = new Map<string, boolean>();
    for (const change of changes) {
      if (change.type === 'wallet') wallets.set(change.accountId, true);
      else if (change.type === 'order') wallets.set(change.order.accountId, wallets.get(change.order.accountId) ?? false);
      if (isOwn(change)) messages.push(...this.messagesOf(change, at, isHeard));
    }
    for (const [accountId, isPaid] of wallets) if (isHeard(accountId, 'wallet')) messages.push(...this.walletOf(accountId, at, isPaid));
    return messages;
  }

  /** A message with data of the caller's making. */
  make(place: Place, at: number, data: readonly object[]): PrivateMessage {
    this.count += 1;
    const id = place.topic === 'execution.fast' ? '' : `"id":"${at}-${this.count}",`;
    return { ...place, body: `${id}"creationTime":${at},"data":${JSON.stringify(data)}}` };
  }

  private messagesOf(change: OwnChange, at: number, isHeard: IsHeard): readonly PrivateMessage[] {
    const { venue } = this.exchange;
    const accountId = accountOf(change);
    const market = venue.markets.get(marketOf(change))!;
    const { category } = market.instrument;
    const message = (topic: string, render: () => object | undefined): PrivateMessage[] => {
      const data = isHeard(accountId, topic) ? render() : undefined;
      return data ? [this.make({ accountId, topic, category }, at, [data])] : [];
    };
    switch (change.type) {
      case 'order':
        return message('order', () => ({ ...renderOrder(change.order, market), closedPnl: this.profitOf(change.order) }));
      case 'triggered':
        return message('order', () => ({ ...renderOrder(change.order, market), orderStatus: 'Triggered', closedPnl: Decimal.ZERO }));
      case 'position':
        return message('position', () =>
          renderPosition(change.position, { account: venue.account(accountId), markets: venue.markets, market }),
        );
      case 'execution':
        return [
          ...message('execution', () => renderExecution(change.execution, market)),
          ...message('execution.fast', () => renderFastExecution(change.execution, market)),
        ];
    }
  }

  /** What the order has earned by closing; only the stream tells it with the order. */
  private profitOf({ accountId, orderId, positionIndex }: SimOrder): Decimal {
    return this.exchange.venue.account(accountId).closedBy(orderId, positionIndex)?.profit ?? Decimal.ZERO;
  }

  /** A wallet is told when money came or went, and when orders hold more or less of it. */
  private walletOf(accountId: string, at: number, isPaid: boolean): readonly PrivateMessage[] {
    const { venue } = this.exchange;
    const wallet = renderWallet(venue, venue.account(accountId));
    const before = this.held.get(accountId) ?? '';
    const held = heldIn(wallet);
    this.held.set(accountId, held);
    return isPaid || held !== before ? [this.make({ accountId, topic: 'wallet', category: '' }, at, [wallet])] : [];
  }
}

function heldIn({ coin: coins }: RenderedWallet): string {
  const holding = coins.filter(({ locked, totalOrderIM }) => !locked.isZero || !totalOrderIM.isZero);
  return holding.map(({ coin, locked, totalOrderIM }) => `${coin} ${locked} ${totalOrderIM}`).join();
}

function isOwn(change: Change): change is OwnChange {
  return OWN.has(change.type);
}

function accountOf(change: OwnChange): string {
  if (change.type === 'order' || change.type === 'triggered') return change.order.accountId;
  return change.type === 'execution' ? change.execution.accountId : change.accountId;
}

function marketOf(change: OwnChange): string {
  if (change.type === 'order' || change.type === 'triggered') return change.order.market;
  return change.type === 'execution' ? change.execution.market : change.position.market;
}
