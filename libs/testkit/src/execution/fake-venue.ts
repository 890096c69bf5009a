import { defined } from '@libs/kernel';
import type { ExecutionClock } from '@libs/engine';
import type {
  AccountQueries,
  AmendTicket,
  CommandOutcome,
  ExchangeCapabilities,
  OrderEntry,
  OrderTicket,
  SignedCommand,
  VenueBalance,
  VenueExecution,
  VenueOrder,
  VenuePosition,
} from '@libs/sdk';

/** What happens to one command on its way; `null` as a delay means never. */
export interface Passage {
  /** Milliseconds until it reaches the venue. */
  readonly arrives: number | null;
  /** Milliseconds until its answer is back; `unknown` is the client's own timeout after that time. */
  readonly answers: number;
  readonly answer: 'told' | 'lost';
  readonly refuse?: boolean;
  /** Refused for no other reason than too many requests; milliseconds until it may be asked again. */
  readonly throttle?: number;
  /** Not written at all, as the venue wants to be left alone; milliseconds until it may be asked again. */
  readonly unsent?: number;
}

type Command = 'submit' | 'amend' | 'cancel';

const DIRECT: Passage = { arrives: 1, answers: 2, answer: 'told' };

/** An exchange in memory that takes orders by client id, closes its request window, and can lose and delay everything. */
export class FakeVenue implements OrderEntry, AccountQueries {
  readonly capabilities: ExchangeCapabilities;
  readonly orders = new Map<string, VenueOrder>();
  readonly executions: VenueExecution[] = [];
  /** How often each submit was written to the wire. */
  readonly sends = new Map<string, number>();
  readonly cancelSends = new Map<string, number>();
  readonly amendSends = new Map<string, number>();
  passage: (kind: Command, clientOrderId: string) => Passage = () => DIRECT;
  /** Acknowledges amendments and changes nothing. */
  amendsInSilence = false;
  /** Milliseconds after which a new order shows in queries. */
  visibleAfter = 0;
  question: (clientOrderId: string) => Promise<void> = () => Promise.resolve();
  private readonly visibleAt = new Map<string, number>();

  constructor(
    private readonly clock: ExecutionClock,
    clientIdUnique: ExchangeCapabilities['clientIdUnique'] = 'forever',
  ) {
    this.capabilities = { requestWindow: 5_000, clientIdUnique, lookupHorizon: 7 * 86_400_000 };
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}

  signSubmit(ticket: OrderTicket): SignedCommand {
    return this.sign('submit', ticket.clientOrderId, (signedAt) => this.takeSubmit(ticket, signedAt));
  }

  signCancel({ clientOrderId }: { readonly clientOrderId: string }): SignedCommand {
    return this.sign('cancel', clientOrderId, () => this.takeCancel(clientOrderId));
  }

  signAmend({ clientOrderId, amendment }: AmendTicket): SignedCommand {
    return this.sign('amend', clientOrderId, () => this.takeAmend(clientOrderId, amendment));
  }

  async findOrder({ clientOrderId }: { readonly clientOrderId: string }): Promise<VenueOrder | null> {
    await this.question(clientOrderId);
    if (this.clock.monotonic() < (this.visibleAt.get(clientOrderId) ?? 0)) return null;
    return this.orders.get(clientOrderId) ?? null;
  }

  async openOrders(): Promise<readonly VenueOrder[]> {
    return [...this.orders.values()].filter((order) => order.status === 'ACCEPTED' || order.status === 'PARTIALLY_FILLED');
  }

  async executionsSince(since: number): Promise<readonly VenueExecution[]> {
    return this.executions.filter((execution) => execution.at >= since);
  }

  async positions(): Promise<readonly VenuePosition[]> {
    return [];
  }

  async balances(): Promise<readonly VenueBalance[]> {
    return [{ asset: 'USDT', total: '1000' }];
  }

  /** Fills an open order whole and returns the execution. */
  fill(clientOrderId: string, executionId = `x-${clientOrderId}`): VenueExecution {
    const order = this.orders.get(clientOrderId);
    if (!order) throw new Error(`no order ${clientOrderId}`);
    const { venueOrderId, venueSymbol, category, side, quantity } = order;
    const at = this.clock.wall();
    this.orders.set(clientOrderId, { ...order, status: 'FILLED', filledQuantity: quantity, at });
    const execution: VenueExecution = {
      executionId,
      clientOrderId,
      venueOrderId,
      venueSymbol,
      category,
      side,
      quantity,
      price: '100',
      fee: '0.1',
      feeAsset: 'USDT',
      liquidity: 'TAKER',
      at,
    };
    this.executions.push(execution);
    return execution;
  }

  /** Changes the quantity of an open order, which at some venues gives it another id. */
  modify(clientOrderId: string, quantity: string): void {
    const order = this.orders.get(clientOrderId);
    if (order?.status !== 'ACCEPTED') throw new Error(`no open order ${clientOrderId}`);
    this.orders.set(clientOrderId, { ...order, venueOrderId: `${order.venueOrderId}-m`, quantity, at: this.clock.wall() });
  }

  private sign(kind: Command, clientOrderId: string, take: (signedAt: number) => CommandOutcome): SignedCommand {
    const signedAt = this.clock.wall();
    let sent = false;
    return {
      signedAt,
      send: () => {
        if (sent) throw new Error(`The command for ${clientOrderId} was sent already; it is never sent twice.`);
        sent = true;
        const counts = { submit: this.sends, amend: this.amendSends, cancel: this.cancelSends }[kind];
        counts.set(clientOrderId, (counts.get(clientOrderId) ?? 0) + 1);
        return this.carry(this.passage(kind, clientOrderId), () => take(signedAt));
      },
    };
  }

  private carry(passage: Passage, take: () => CommandOutcome): Promise<CommandOutcome> {
    let outcome: CommandOutcome = { kind: 'unknown', cause: 'it never arrived' };
    if (passage.arrives !== null) {
      this.clock.after(passage.arrives, () => {
        outcome = refusalOf(passage) ?? take();
      });
    }
    return new Promise((resolve) => {
      this.clock.after(passage.answers, () => resolve(passage.answer === 'told' ? outcome : { kind: 'unknown', cause: 'no answer' }));
    });
  }

  private takeSubmit(ticket: OrderTicket, signedAt: number): CommandOutcome {
    const { clientOrderId, instrument, side, quantity, price } = ticket;
    if (this.clock.wall() > signedAt + (this.capabilities.requestWindow ?? 0))
      return { kind: 'refused', code: '10002', message: 'the request is too old' };
    const known = this.orders.get(clientOrderId);
    const mayReuse = this.capabilities.clientIdUnique !== 'forever' && known?.status !== 'ACCEPTED';
    if (known && !mayReuse) return { kind: 'unknown', cause: 'duplicate client id' };
    const { venueSymbol, category } = instrument;
    const venueOrderId = `v-${clientOrderId}${known ? '-again' : ''}`;
    this.orders.set(clientOrderId, {
      clientOrderId,
      venueOrderId,
      venueSymbol,
      category,
      side,
      status: 'ACCEPTED',
      quantity,
      ...defined({ price }),
      filledQuantity: '0',
      at: this.clock.wall(),
    });
    this.visibleAt.set(clientOrderId, this.clock.monotonic() + this.visibleAfter);
    return { kind: 'accepted', venueOrderId };
  }

  private takeAmend(clientOrderId: string, amendment: AmendTicket['amendment']): CommandOutcome {
    const order = this.orders.get(clientOrderId);
    if (order?.status !== 'ACCEPTED') return { kind: 'unknown', cause: '110001: order not exists or too late to replace' };
    if (!this.amendsInSilence) this.orders.set(clientOrderId, { ...order, ...amendment, at: this.clock.wall() });
    return { kind: 'accepted', venueOrderId: order.venueOrderId };
  }

  private takeCancel(clientOrderId: string): CommandOutcome {
    const order = this.orders.get(clientOrderId);
    if (order?.status !== 'ACCEPTED') return { kind: 'unknown', cause: '110001: order not exists or too late to cancel' };
    this.orders.set(clientOrderId, { ...order, status: 'CANCELED', at: this.clock.wall() });
    return { kind: 'accepted', venueOrderId: order.venueOrderId };
  }
}

/** What the venue, or what stands before it, says instead of taking a command; null where it takes it. */
export function refusalOf({ refuse, throttle, unsent }: Passage): CommandOutcome | null {
  if (unsent !== undefined) return { kind: 'unsent', message: 'too many requests', retryAfter: unsent };
  if (throttle !== undefined) return { kind: 'refused', code: '10006', message: 'too many visits', retryAfter: throttle };
  return refuse ? { kind: 'refused', code: '110007', message: 'not enough balance' } : null;
}
