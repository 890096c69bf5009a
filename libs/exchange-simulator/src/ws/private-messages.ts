import type { Change } from '@libs/simulation';
import type { Exchange } from '../exchange/exchange';
import { renderWallet } from '../v5/account/wallet';
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
type OwnChange = Extract<Change, { type: 'order' | 'execution' | 'position' }>;

/** Turns changes of accounts into the messages of the private topics. */
export class PrivateMessages {
  private count = 0;

  constructor(private readonly exchange: Exchange) {}

  /** In the order of the changes, each account's wallet last; for accounts that somebody listens for. */
  of(changes: readonly Change[], at: number, isHeard: (accountId: string) => boolean): readonly PrivateMessage[] {
    const messages: PrivateMessage[] = [];
    const wallets = new Set<string>();
    for (const change of changes) {
      const accountId = accountOf(change);
      if (accountId === undefined || !isHeard(accountId)) continue;
      if (change.type === 'wallet') wallets.add(accountId);
      else if (change.type === 'order' || change.type === 'execution' || change.type === 'position')
        messages.push(...this.messagesOf(change, accountId, at));
    }
    return [...messages, ...[...wallets].map((accountId) => this.walletOf(accountId, at))];
  }

  /** A message with data of the caller's making. */
  make(place: Place, at: number, data: readonly object[]): PrivateMessage {
    this.count += 1;
    const id = place.topic === 'execution.fast' ? '' : `"id":"${at}-${this.count}",`;
    return { ...place, body: `${id}"creationTime":${at},"data":${JSON.stringify(data)}}` };
  }

  private messagesOf(change: OwnChange, accountId: string, at: number): readonly PrivateMessage[] {
    const { venue } = this.exchange;
    const market = venue.markets.get(marketOf(change))!;
    const { category } = market.instrument;
    switch (change.type) {
      case 'order':
        return [this.make({ accountId, topic: 'order', category }, at, [renderOrder(change.order, market)])];
      case 'position': {
        const place = { account: venue.account(accountId), markets: venue.markets, market };
        return [this.make({ accountId, topic: 'position', category }, at, [renderPosition(change.position, place)])];
      }
      case 'execution': {
        const fast = renderFastExecution(change.execution, market);
        return [
          this.make({ accountId, topic: 'execution', category }, at, [renderExecution(change.execution, market)]),
          ...(fast ? [this.make({ accountId, topic: 'execution.fast', category }, at, [fast])] : []),
        ];
      }
    }
  }

  private walletOf(accountId: string, at: number): PrivateMessage {
    const { venue } = this.exchange;
    return this.make({ accountId, topic: 'wallet', category: '' }, at, [renderWallet(venue, venue.account(accountId))]);
  }
}

function accountOf(change: Change): string | undefined {
  if (change.type === 'order') return change.order.accountId;
  if (change.type === 'execution') return change.execution.accountId;
  return change.type === 'liquidation' || change.type === 'public-trade' ? undefined : change.accountId;
}

function marketOf(change: OwnChange): string {
  if (change.type === 'order') return change.order.market;
  return change.type === 'execution' ? change.execution.market : change.position.market;
}
