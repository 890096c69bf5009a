import type { PrivateEvent, VenueExecution } from '@libs/sdk';
import { FakeVenue, InMemoryDispatchStore, ManualClock, buildTicket } from '@libs/testkit';
import { ReportIntake } from './report-intake';
import { Reconciler } from './reconciler';
import { Settlement } from './settlement';
import { VenueTime } from './venue-time';

describe('reconciliation', () => {
  let clock: ManualClock;
  let venue: FakeVenue;
  let store: InMemoryDispatchStore;
  let intake: ReportIntake;
  let reconciler: Reconciler;
  let warnings: string[];
  let noticed: string[];

  beforeEach(() => {
    clock = new ManualClock();
    venue = new FakeVenue(clock);
    store = new InMemoryDispatchStore();
    warnings = [];
    noticed = [];
    const watch = { warn: (message: string) => void warnings.push(message), fail: (error: unknown) => expect(error).toBeUndefined() };
    const settlement = new Settlement(store, clock, watch);
    const venueTime = new VenueTime();
    intake = new ReportIntake({ store, settlement, venueTime, watch }, (id) => noticed.push(id));
    reconciler = new Reconciler({ store, queries: venue, intake, settlement, venueTime }, 7);
  });

  /** An order of ours, or of somebody else, that the venue holds. */
  async function place(id: string, ours = true): Promise<void> {
    if (ours) store.rows.set(`d${id}s`, { ...(await store.find(store.add('submit', buildTicket(id))))!, state: 'DONE' });
    void venue.signSubmit(buildTicket(id)).send();
    await clock.pass(5);
  }

  const keys = (): readonly string[] => store.inbox.map((report) => report.dedupeKey);
  const executed = (execution: VenueExecution): PrivateEvent => ({ type: 'execution', execution });

  it('tells missed executions and orders first and the picture last', async () => {
    await place('open');
    await place('filled');
    venue.fill('filled');
    await reconciler.run();
    expect(keys()).toEqual(['x:x-filled', 'reconciled:7.1:v-open', 'reconciled:7.1:v-filled', 'reconciled:7.1']);
    expect(store.inbox.at(-1)?.report).toEqual({
      kind: 'reconciled',
      positions: [],
      balances: [{ asset: 'USDT', total: '1000' }],
      foreignOrders: [],
      executionIds: ['x-filled'],
    });
  });

  it('names orders and executions that are not ours and reports none of them', async () => {
    await place('mine');
    await place('theirs', false);
    await place('theirs-too', false);
    venue.fill('theirs-too');
    await reconciler.run();
    expect(keys()).toEqual(['reconciled:7.1:v-mine', 'reconciled:7.1']);
    expect(store.inbox.at(-1)?.report).toMatchObject({ foreignOrders: ['theirs', 'theirs-too'] });
  });

  it('still knows its orders of today when it forgets those of long ago', async () => {
    await place('early');
    const first = venue.orders.get('early');
    const row = (await store.find('dearlys'))!;
    for (let n = 0; n <= 20_000; n += 1) store.rows.set(`dold${n}s`, { ...row, clientOrderId: `old${n}` });
    await intake.sort([first!, ...Array.from({ length: 20_001 }, (_, n) => ({ ...first!, clientOrderId: `old${n}` }))]);
    await place('late');
    await reconciler.run();
    expect(store.inbox.at(-1)?.report).toMatchObject({ foreignOrders: [] });
  });

  it('takes the picture again when the account traded meanwhile', async () => {
    await place('a');
    await place('b');
    const positions = venue.positions.bind(venue);
    let asked = 0;
    venue.positions = () => {
      if ((asked += 1) === 1) venue.fill('a');
      return positions();
    };
    await reconciler.run();
    expect(asked).toBe(2);
    expect(keys()).toContain('x:x-a');
  });

  it('keeps what the stream tells meanwhile for after the picture', async () => {
    await place('a');
    const late = { ...venue.fill('a'), executionId: 'later' };
    const balances = venue.balances.bind(venue);
    venue.balances = () => {
      intake.take([executed(late)]);
      return balances();
    };
    await reconciler.run();
    await clock.pass(1);
    expect(keys().slice(-2)).toEqual(['reconciled:7.1', 'x:later']);
  });

  it('throws when the venue cannot be asked, and lets the stream go on', async () => {
    await place('a');
    venue.balances = () => Promise.reject(new Error('HTTP 503'));
    await expect(reconciler.run()).rejects.toThrow('HTTP 503');
    intake.take([executed(venue.fill('a'))]);
    await clock.pass(1);
    expect(keys()).toEqual(['x:x-a']);
  });

  it('writes an execution once, though stream and list both tell it', async () => {
    await place('a');
    const execution = venue.fill('a');
    intake.take([executed(execution), executed(execution)]);
    await clock.pass(1);
    await reconciler.run();
    expect(keys().filter((key) => key === 'x:x-a')).toHaveLength(1);
    expect(noticed).toEqual(['a']);
  });

  it("warns of somebody else's trades on the stream", async () => {
    await place('theirs', false);
    intake.take([executed(venue.fill('theirs'))]);
    await clock.pass(1);
    expect(warnings).toEqual(['somebody else trades on this account']);
    expect(store.inbox).toEqual([]);
  });
});
