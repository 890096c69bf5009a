import type { Decimal } from '@libs/kernel';
import type { LedgerEntry } from '../account/ledger-entry';
import type { VenueAccount } from '../account/venue-account';
import type { MarketKey } from '../market/market-instrument';
import { sequenceId } from '../random/seeded-random';
import type { Change } from './change';
import { Client, LiveOrder, type Desk } from './desk';
import type { VenueMarket } from './market';
import { isOpen, type CancelReason, type PositionIndex, type SimOrder } from './order';

const NONE: readonly Change[] = [];

/** Order fields that the venue changes, besides fills. */
export type OrderChange = Partial<Pick<SimOrder, 'status' | 'cancelReason' | 'quantity' | 'trigger' | 'sequence'>>;

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** State shared by all parts of the venue: markets, accounts, open orders, and what happened since the last drain. */
export class VenueState {
  sequence = 0;
  /** Market time of the current command. */
  now = 0;
  readonly markets = new Map<MarketKey, VenueMarket>();
  readonly accounts = new Map<string, VenueAccount>();
  readonly clients = new Map<string, Client>();
  /** Work queues: desks with traded positions, markets with new prices, filled orders with attached exits. */
  readonly tradedDesks: Desk[] = [];
  readonly repriced = new Set<VenueMarket>();
  readonly filledParents = new Set<LiveOrder>();
  /** Waiting trailing stops, and position holders, by market. */
  readonly trailing = new Map<VenueMarket, Set<LiveOrder>>();
  readonly holders = new Map<VenueMarket, Set<Desk>>();
  private readonly live: (LiveOrder | undefined)[] = [undefined];
  private readonly freeNumbers: number[] = [];
  private changes: Change[] = [];
  private readonly toldDesks: Desk[] = [];
  private readonly toldWallets: Client[] = [];

  constructor(public salt: number) {}

  nextSequence(): number {
    this.sequence += 1;
    return this.sequence;
  }

  nextId(): string {
    return this.idOf(this.nextSequence());
  }

  idOf(sequence: number): string {
    return sequenceId(this.salt, sequence);
  }

  /** For settlements, which need many ids. */
  readonly idSource = (): string => this.nextId();

  add(account: VenueAccount): Client {
    const client = new Client(account);
    this.accounts.set(account.id, account);
    this.clients.set(account.id, client);
    return client;
  }

  addMarket(market: VenueMarket): void {
    this.markets.set(market.key, market);
    this.trailing.set(market, new Set());
    this.holders.set(market, new Set());
  }

  client(id: string): Client {
    const client = this.clients.get(id);
    if (!client) throw new Error(`there is no account ${id}; open it first`);
    return client;
  }

  /** Assigns an open order its number and registers it as live. */
  enlist(desk: Desk, order: SimOrder): LiveOrder {
    const number = this.freeNumbers.pop() ?? this.live.length;
    const live = new LiveOrder(number, desk, order);
    this.live[number] = live;
    desk.count(order, 1);
    return live;
  }

  liveAt(number: number): LiveOrder {
    return this.live[number]!;
  }

  find(account: VenueAccount, { market, orderId }: Pick<SimOrder, 'market' | 'orderId'>): LiveOrder | undefined {
    const stored = account.orders.stored({ market, orderId });
    return stored && this.live[stored.number];
  }

  /** Stores a new value of an order including the fills so far and publishes it; a closed one is removed here. */
  store(live: LiveOrder, change: OrderChange): SimOrder {
    const before = live.order;
    // A plain copy and single fields, because spreading objects takes V8 microseconds.
    const order: Mutable<SimOrder> = { ...before };
    order.filled = live.filled;
    order.filledValue = live.filledValue;
    order.fees = live.fees;
    order.updatedAt = this.now;
    if (change.status) order.status = change.status;
    if (change.cancelReason) order.cancelReason = change.cancelReason;
    if (change.quantity) order.quantity = change.quantity;
    if (change.trigger) order.trigger = change.trigger;
    if (change.sequence !== undefined) order.sequence = change.sequence;
    live.order = order;
    this.tell(live);
    if (!isOpen(order)) this.strike(live, before);
    return order;
  }

  /** Stores and publishes an order as it is. */
  tell(live: LiveOrder): SimOrder {
    const { desk, order } = live;
    live.isTold = true;
    live.keep(desk.account.put(order, live.stored));
    this.changes.push({ type: 'order', order });
    this.tellPosition(desk, order.positionIndex);
    return order;
  }

  /** Activates a waiting order; it is published once it has met the book. */
  awaken(live: LiveOrder): void {
    const before = live.order;
    live.state = 'ARRIVING';
    // Its place in the book is behind all earlier orders.
    live.order = { ...before, status: 'NEW', triggeredAt: this.now, sequence: this.nextSequence() };
    live.desk.count(before, -1);
    live.desk.count(live.order, 1);
    this.emit({ type: 'triggered', order: live.order });
  }

  /** The order must have been removed from its book or trigger before. */
  close(live: LiveOrder, cancelReason: CancelReason): SimOrder {
    const status = live.order.status === 'UNTRIGGERED' ? 'DEACTIVATED' : 'CANCELLED';
    return this.store(live, { status, cancelReason });
  }

  emit(change: Change): void {
    this.changes.push(change);
  }

  book(client: Client, entries: readonly LedgerEntry[]): void {
    client.isCalm = false;
    for (const entry of entries) this.changes.push({ type: 'ledger', accountId: client.account.id, entry });
    this.tellWallet(client);
  }

  tellWallet(client: Client): void {
    if (client.walletChanged) return;
    client.walletChanged = true;
    this.toldWallets.push(client);
  }

  tellPosition(desk: Desk, index: PositionIndex): void {
    if (desk.market.isSpot || desk.told[index]) return;
    if (!desk.told.includes(true)) this.toldDesks.push(desk);
    desk.told[index] = true;
  }

  /** The position was traded: its exits and closing orders have to follow. */
  traded(desk: Desk, index: PositionIndex): void {
    this.tellPosition(desk, index);
    desk.traded[index] = true;
    if (desk.isQueued) return;
    desk.isQueued = true;
    this.tradedDesks.push(desk);
  }

  /** Publishes positions and wallets once per command, however often it changed them. */
  flush(): void {
    for (const desk of this.toldDesks) this.flushDesk(desk);
    for (const client of this.toldWallets) {
      client.walletChanged = false;
      const balances: Record<string, Decimal> = {};
      for (const [asset, amount] of client.account.balances) balances[asset] = amount;
      this.changes.push({ type: 'wallet', accountId: client.account.id, balances });
    }
    this.toldDesks.length = this.toldWallets.length = 0;
  }

  drain(): readonly Change[] {
    if (this.changes.length === 0) return NONE;
    const { changes } = this;
    this.changes = [];
    return changes;
  }

  private flushDesk(desk: Desk): void {
    for (const index of INDEXES) {
      if (!desk.told[index]) continue;
      desk.told[index] = false;
      this.changes.push({ type: 'position', accountId: desk.account.id, position: desk.position(index) });
    }
  }

  private strike(live: LiveOrder, before: SimOrder): void {
    const { desk, number } = live;
    live.state = 'DONE';
    desk.count(before, -1);
    desk.closing.delete(live);
    if (before.purpose === 'TRAILING_STOP') this.trailing.get(desk.market)?.delete(live);
    if (live.stored) live.stored.number = 0;
    this.live[number] = undefined;
    this.freeNumbers.push(number);
  }
}

const INDEXES: readonly PositionIndex[] = [0, 1, 2];
