import type { FillEngineChange as Change } from '@libs/simulation';
import type { Exchange } from '../exchange/exchange';
import { renderPosition, renderWallet } from '../v5/render-account';
import { renderExecution, renderOrder } from '../v5/render-order';

/** A message of one topic for one account, made before it is sent. */
export interface PrivateMessage {
  readonly accountId: string;
  readonly topic: string;
  /** Empty for topics without categories. */
  readonly category: string;
  /** The message without its beginning, which names the topic as the client does. */
  readonly body: string;
}

type Rendered = Readonly<Record<string, unknown>>;

/** Turns changes of accounts into the messages of the private topics. */
export class PrivateMessages {
  private count = 0;

  constructor(private readonly exchange: Exchange) {}

  /** In the order of the changes, each account's wallet last; for accounts that somebody listens for. */
  of(changes: readonly Change[], at: number, isHeard: (accountId: string) => boolean): readonly PrivateMessage[] {
    const messages: PrivateMessage[] = [];
    const wallets = new Set<string>();
    for (const [index, change] of changes.entries()) {
      const accountId = accountOf(change);
      if (!isHeard(accountId)) continue;
      if (change.type === 'wallet') wallets.add(accountId);
      else messages.push(...this.messagesOf(change, at));
      if (change.type === 'order' && !changes.some((other, after) => after !== index && tellsPosition(other, change)))
        messages.push(...this.positionOf(accountId, change.order.market, at));
    }
    return [...messages, ...[...wallets].map((accountId) => this.walletOf(accountId, at))];
  }

  /** A message with data of the caller's making. */
  make(
    place: { readonly accountId: string; readonly topic: string; readonly category: string },
    at: number,
    data: readonly object[],
  ): PrivateMessage {
    this.count += 1;
    const id = place.topic === 'execution.fast' ? '' : `"id":"${at}-${this.count}",`;
    return { ...place, body: `${id}"creationTime":${at},"data":${JSON.stringify(data)}}` };
  }

  private messagesOf(change: Exclude<Change, { type: 'wallet' }>, at: number): readonly PrivateMessage[] {
    if (change.type === 'position') return this.positionOf(change.accountId, change.market, at);
    const accountId = accountOf(change);
    const market = this.exchange.engine.markets.get(change.type === 'order' ? change.order.market : change.execution.market)!;
    const { category } = market.instrument;
    if (change.type === 'order') return [this.make({ accountId, topic: 'order', category }, at, [renderOrder(change.order, market)])];
    const execution = renderExecution(change.execution, market);
    return [
      this.make({ accountId, topic: 'execution', category }, at, [execution]),
      ...(execution['execType'] === 'Trade' ? [this.make({ accountId, topic: 'execution.fast', category }, at, [fast(execution)])] : []),
    ];
  }

  private positionOf(accountId: string, key: string, at: number): readonly PrivateMessage[] {
    const { engine } = this.exchange;
    const market = engine.markets.get(key)!;
    const { category } = market.instrument;
    if (category === 'spot') return [];
    return [this.make({ accountId, topic: 'position', category }, at, [renderPosition(engine.account(accountId), market)])];
  }

  private walletOf(accountId: string, at: number): PrivateMessage {
    const { engine } = this.exchange;
    return this.make({ accountId, topic: 'wallet', category: '' }, at, [renderWallet(engine, engine.account(accountId))]);
  }
}

const FAST_FIELDS = [
  'category',
  'symbol',
  'execId',
  'execPrice',
  'execQty',
  'orderId',
  'isMaker',
  'orderLinkId',
  'side',
  'execTime',
  'seq',
];

/** What the fast stream tells of an execution; makers get no client id there. */
function fast(execution: Rendered): Rendered {
  const picked = Object.fromEntries(FAST_FIELDS.map((name) => [name, execution[name]]));
  return execution['isMaker'] === true ? { ...picked, orderLinkId: '' } : picked;
}

/** Every order that is created, amended or cancelled tells its position again: https://bybit-exchange.github.io/docs/v5/websocket/private/position */
function tellsPosition(change: Change, { order }: { readonly order: { readonly accountId: string; readonly market: string } }): boolean {
  return change.type === 'position' && change.accountId === order.accountId && change.market === order.market;
}

function accountOf(change: Change): string {
  if (change.type === 'order') return change.order.accountId;
  return change.type === 'execution' ? change.execution.accountId : change.accountId;
}
