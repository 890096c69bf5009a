import { Decimal } from '@libs/kernel';
import type { AccountQueries, CommandOutcome, ExchangeCapabilities, OrderEntry, OrderTicket, VenueOrder } from '@libs/sdk';

/** A venue behind an adapter, ready to be tried. */
export interface VenueOnTrial {
  readonly entry: OrderEntry;
  readonly queries: AccountQueries;
  readonly capabilities: ExchangeCapabilities;
  readonly instrument: OrderTicket['instrument'];
  /** A price at which a purchase surely rests, and a quantity that the venue takes. */
  readonly restingPrice: string;
  readonly quantity: string;
  /** Lets the venue's time pass until the promise settles. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Makes the open order trade whole; absent where a market order does so by itself. */
  fill?(clientOrderId: string): Promise<void>;
  /** Changes the quantity of an open order as a person at the venue would; present where that gives the order another id. */
  modify?(clientOrderId: string, quantity: string): Promise<void>;
  stop(): Promise<void>;
}

/** What the platform takes for granted of order entry and queries of any exchange, real, simulated or faked. */
export function orderContract(name: string, start: () => Promise<VenueOnTrial>): void {
  describe(`order entry of ${name}`, () => {
    let venue: VenueOnTrial;
    beforeEach(async () => {
      venue = await start();
      await venue.entry.ready();
    });
    afterEach(() => venue.stop());
    const onTrial = (): VenueOnTrial => venue;

    itKeepsOrders(onTrial);
    itKeepsClientIds(onTrial);
    itTellsExecutions(onTrial);
    itAmends(onTrial);
  });
}

function itKeepsOrders(onTrial: () => VenueOnTrial): void {
  it('shows an accepted order by its client id and among the open ones', async () => {
    const venue = onTrial();
    const outcome = await submit(venue, 'rest-1');
    expect(outcome.kind).toBe('accepted');
    const found = await find(venue, 'rest-1');
    const venueOrderId = outcome.kind === 'accepted' ? outcome.venueOrderId : '';
    expect(found).toMatchObject({ clientOrderId: 'rest-1', venueOrderId, status: 'ACCEPTED', side: 'BUY', filledQuantity: '0' });
    expect(await openIds(venue)).toEqual(['rest-1']);
  });

  it('ends an order that is cancelled, and remembers it', async () => {
    const venue = onTrial();
    await submit(venue, 'gone-1');
    expect(await cancel(venue, 'gone-1')).toMatchObject({ kind: 'accepted' });
    expect(await find(venue, 'gone-1')).toMatchObject({ status: 'CANCELED', filledQuantity: '0' });
    expect(await openIds(venue)).toEqual([]);
  });

  it('does not know what was never sent, and cancels none of it', async () => {
    const venue = onTrial();
    expect(await find(venue, 'never-1')).toBeNull();
    expect((await cancel(venue, 'never-1')).kind).not.toBe('accepted');
  });
}

function itKeepsClientIds(onTrial: () => VenueOnTrial): void {
  it('never takes a client id twice while its order is open', async () => {
    const venue = onTrial();
    await submit(venue, 'twice-1');
    expect((await submit(venue, 'twice-1')).kind).not.toBe('accepted');
    expect(await openIds(venue)).toEqual(['twice-1']);
  });

  it('takes a client id again after its order ended only where it says so', async () => {
    const venue = onTrial();
    await submit(venue, 'again-1');
    await cancel(venue, 'again-1');
    const second = await submit(venue, 'again-1');
    expect(second.kind === 'accepted').toBe(venue.capabilities.clientIdUnique !== 'forever');
    const found = await find(venue, 'again-1');
    expect(found?.status).toBe(second.kind === 'accepted' ? 'ACCEPTED' : 'CANCELED');
  });

  it('never sends one command twice', async () => {
    const venue = onTrial();
    const command = venue.entry.signSubmit(ticket(venue, 'once-1'));
    await venue.during(command.send());
    expect(() => void command.send().catch(() => undefined)).toThrow(/once|twice/);
  });
}

function itTellsExecutions(onTrial: () => VenueOnTrial): void {
  it('tells each execution of an order that traded, with the whole quantity', async () => {
    const venue = onTrial();
    const since = venue.fill ? 0 : undefined;
    if (venue.fill) {
      await submit(venue, 'trade-1');
      await venue.fill('trade-1');
    } else expect(await submit(venue, 'trade-1', { type: 'MARKET', timeInForce: 'IOC' })).toMatchObject({ kind: 'accepted' });
    const order = await find(venue, 'trade-1');
    expect(order).toMatchObject({ status: 'FILLED', filledQuantity: venue.quantity });
    const executions = await venue.during(venue.queries.executionsSince(since ?? order!.at - 60_000));
    const own = executions.filter(({ clientOrderId }) => clientOrderId === 'trade-1');
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map(({ executionId }) => executionId)).size).toBe(own.length);
    expect((await cancel(venue, 'trade-1')).kind).not.toBe('accepted');
  });
}

function itAmends(onTrial: () => VenueOnTrial): void {
  it('changes an open order in place', async () => {
    const venue = onTrial();
    if (!venue.entry.signAmend) return;
    const { restingPrice, quantity } = venue;
    const price = Decimal.parse(restingPrice).times(Decimal.parse('0.9')).toString();
    await submit(venue, 'amend-1');
    const order = { ...ticket(venue, 'amend-1'), price, amendment: { price } };
    expect(await venue.during(venue.entry.signAmend(order).send())).toMatchObject({ kind: 'accepted' });
    expect(await find(venue, 'amend-1')).toMatchObject({ status: 'ACCEPTED', quantity, price });
    const doubled = Decimal.parse(quantity).plus(Decimal.parse(quantity)).toString();
    const larger = { ...order, quantity: doubled, amendment: { quantity: doubled } };
    expect(await venue.during(venue.entry.signAmend(larger).send())).toMatchObject({ kind: 'accepted' });
    expect(await find(venue, 'amend-1')).toMatchObject({ status: 'ACCEPTED', quantity: doubled, price });
    expect(await openIds(venue)).toEqual(['amend-1']);
  });

  it('changes nothing that is over', async () => {
    const venue = onTrial();
    if (!venue.entry.signAmend) return;
    await submit(venue, 'late-1');
    await cancel(venue, 'late-1');
    const order = { ...ticket(venue, 'late-1'), quantity: '9', amendment: { quantity: '9' } };
    expect((await venue.during(venue.entry.signAmend(order).send())).kind).not.toBe('accepted');
    expect(await find(venue, 'late-1')).toMatchObject({ status: 'CANCELED', quantity: venue.quantity });
  });

  it('keeps one order one, also where a modification gives it another id', async () => {
    const venue = onTrial();
    if (!venue.modify) return;
    const first = await submit(venue, 'mod-1');
    await venue.modify('mod-1', '0.002');
    const found = await find(venue, 'mod-1');
    expect(found).toMatchObject({ status: 'ACCEPTED', quantity: '0.002' });
    expect(found?.venueOrderId).not.toBe(first.kind === 'accepted' ? first.venueOrderId : '');
    expect(await openIds(venue)).toEqual(['mod-1']);
  });
}

function ticket(venue: VenueOnTrial, clientOrderId: string, change: Partial<OrderTicket> = {}): OrderTicket {
  const { instrument, quantity, restingPrice } = venue;
  const isMarket = change.type === 'MARKET';
  return {
    clientOrderId,
    instrument,
    side: 'BUY',
    type: 'LIMIT',
    quantity,
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    ...(isMarket ? {} : { price: restingPrice }),
    ...change,
  };
}

function submit(venue: VenueOnTrial, clientOrderId: string, change: Partial<OrderTicket> = {}): Promise<CommandOutcome> {
  return venue.during(venue.entry.signSubmit(ticket(venue, clientOrderId, change)).send());
}

function cancel(venue: VenueOnTrial, clientOrderId: string): Promise<CommandOutcome> {
  return venue.during(venue.entry.signCancel({ clientOrderId, instrument: venue.instrument }).send());
}

function find(venue: VenueOnTrial, clientOrderId: string): Promise<VenueOrder | null> {
  return venue.during(venue.queries.findOrder({ clientOrderId, instrument: venue.instrument }));
}

async function openIds(venue: VenueOnTrial): Promise<readonly string[]> {
  return (await venue.during(venue.queries.openOrders())).map(({ clientOrderId }) => clientOrderId);
}
