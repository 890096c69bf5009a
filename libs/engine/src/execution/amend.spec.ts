import { FakeVenue, InMemoryDispatchStore, ManualClock, buildTicket } from '@libs/testkit';
import type { Passage } from '@libs/testkit';
import { OrderExecutor } from './order-executor';
import { VenueTime } from './venue-time';

const ANSWER_LOST: Passage = { arrives: 10, answers: 1_000, answer: 'lost' };
const LOST: Passage = { arrives: null, answers: 1_000, answer: 'lost' };

describe('the amendment of an order', () => {
  let clock: ManualClock;
  let venue: FakeVenue;
  let store: InMemoryDispatchStore;
  let raised: boolean;
  let refusal: string | null;

  function start(epoch = 1): OrderExecutor {
    const watch = { warn: () => undefined, fail: (error: unknown) => expect(error).toBeNull() };
    const executor = new OrderExecutor({
      store,
      clock,
      watch,
      entry: venue,
      queries: venue,
      capabilities: venue.capabilities,
      lease: { epoch, held: () => true },
      latch: { raised: () => raised, refresh: () => Promise.resolve() },
      limits: { refusal: () => refusal },
      venueTime: new VenueTime(),
    });
    executor.allowSubmits(true);
    return executor;
  }

  let executor: OrderExecutor;
  beforeEach(() => {
    clock = new ManualClock();
    venue = new FakeVenue(clock);
    store = new InMemoryDispatchStore();
    raised = false;
    refusal = null;
    executor = start();
  });

  const submitted = async (): Promise<void> => {
    executor.wake(store.add('submit', buildTicket('a')));
    await clock.pass(10);
  };
  const amend = (notAfter: number | null = null): string =>
    store.add('amend', { ...buildTicket('a'), quantity: '7', amendment: { quantity: '7' } }, notAfter, 12);
  const told = (): readonly object[] => store.reportsOf('a').slice(1);

  it('is told once the venue shows the order changed, not when it says that it will', async () => {
    await submitted();
    executor.wake(amend());
    await clock.pass(3);
    expect([store.state('daac'), told()]).toEqual(['SENT', []]);
    await clock.pass(200);
    expect([store.state('daac'), told()]).toMatchObject(['DONE', [{ kind: 'order', status: 'ACCEPTED', quantity: '7' }]]);
  });

  it('is given up when the order still stands as before after all could have arrived', async () => {
    await submitted();
    venue.amendsInSilence = true;
    executor.wake(amend());
    await clock.pass(8_000);
    expect(told()).toEqual([]);
    await clock.pass(10_000);
    expect(told()).toMatchObject([{ kind: 'amend-refused', code: 'NOT_APPLIED', askedIn: 12 }]);
  });

  it.each<[string, Passage, object]>([
    ['refused', { arrives: 1, answers: 2, answer: 'told', refuse: true }, { kind: 'amend-refused', code: '110007', askedIn: 12 }],
    ['not sent', { arrives: 1, answers: 2, answer: 'told', unsent: 50 }, { kind: 'amend-refused', code: 'VENUE_BUSY', askedIn: 12 }],
    ['taken although its answer was lost', ANSWER_LOST, { kind: 'order', quantity: '7' }],
    ['lost on its way', LOST, { kind: 'amend-refused', code: 'NOT_APPLIED' }],
  ])('that was %s is told so, and sent once', async (_, passage, report) => {
    await submitted();
    venue.passage = () => passage;
    executor.wake(amend());
    await clock.pass(20_000);
    expect(told()).toMatchObject([report]);
    expect(venue.amendSends.get('a')).toBe(1);
  });

  it('waits for the outcome of the order itself', async () => {
    venue.passage = (kind) =>
      kind === 'submit' ? { arrives: 40, answers: 50, answer: 'told' } : { arrives: 1, answers: 2, answer: 'told' };
    executor.wake(store.add('submit', buildTicket('a')));
    executor.wake(amend());
    await clock.pass(45);
    expect(venue.amendSends.size).toBe(0);
    await clock.pass(300);
    expect(venue.orders.get('a')).toMatchObject({ quantity: '7' });
  });

  it.each<[string, () => unknown]>([
    ['STALE', () => executor.wake(amend(clock.wall() - 1))],
    ['TRADING_HALTED', () => ((raised = true), executor.wake(amend()))],
    ['HARD_LIMIT', () => ((refusal = 'too large'), executor.wake(amend()))],
    ['NOT_SUPPORTED', () => (Object.assign(venue, { signAmend: undefined }), executor.wake(amend()))],
  ])('does not leave when it is %s', async (code, wake) => {
    await submitted();
    wake();
    await clock.pass(50);
    expect(told()).toMatchObject([{ kind: 'amend-refused', code }]);
    expect(venue.amendSends.size).toBe(0);
  });

  it('of an order that never left is dropped without a word', async () => {
    refusal = 'too large';
    executor.wake(store.add('submit', buildTicket('a')));
    executor.wake(amend());
    await clock.pass(50);
    await executor.sweep();
    await clock.pass(50);
    expect([store.state('daac'), told()]).toEqual(['ABORTED', []]);
  });

  it('that an ended executor left behind is asked about, never sent again', async () => {
    await submitted();
    venue.passage = () => ANSWER_LOST;
    executor.wake(amend());
    await clock.pass(5);
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told' });
    const successor = start(2);
    await successor.takeOver();
    await clock.pass(500);
    expect(told()).toMatchObject([{ kind: 'order', quantity: '7' }]);
    expect(venue.amendSends.get('a')).toBe(1);
  });
});
