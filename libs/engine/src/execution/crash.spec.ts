import fc from 'fast-check';
import { FakeVenue, InMemoryDispatchStore, ManualClock, buildTicket } from '@libs/testkit';
import type { Passage } from '@libs/testkit';
import { OrderExecutor } from './order-executor';
import type { DispatchStore, ExecutionClock } from './ports';
import { VenueTime } from './venue-time';

const LEASE_MS = 8_000;

/** One executor process: it can die, or be frozen and wake up when its lease has gone to another. */
class Process {
  private frozenAt: number | null = null;
  private dead = false;
  private thawed: (() => void)[] = [];
  readonly executor: OrderExecutor;

  constructor(
    private readonly clock: ManualClock,
    private readonly store: InMemoryDispatchStore,
    venue: FakeVenue,
    epoch: number,
    private readonly slow: () => number,
  ) {
    this.executor = new OrderExecutor({
      store: this.remote(),
      entry: venue,
      queries: { ...bound(venue), findOrder: (order) => this.through(() => venue.findOrder(order)) },
      capabilities: venue.capabilities,
      lease: { epoch, held: () => !this.dead && this.leaseHolds() },
      latch: { raised: () => false, refresh: () => Promise.resolve() },
      limits: { refusal: () => null },
      clock: this.ownClock(),
      watch: { warn: () => undefined, fail: () => this.die() },
      venueTime: new VenueTime(),
    });
    this.executor.allowSubmits(true);
  }

  die(): void {
    this.dead = true;
  }

  freeze(): void {
    this.frozenAt ??= this.clock.monotonic();
  }

  thaw(): void {
    const lost = !this.leaseHolds();
    for (const resume of this.thawed.splice(0)) resume();
    if (!lost) this.frozenAt = null;
  }

  /** Renewed for as long as the process runs; a frozen one keeps it for as long as it was last granted. */
  private leaseHolds(): boolean {
    return this.frozenAt === null || this.clock.monotonic() - this.frozenAt < LEASE_MS;
  }

  /** Calls go over the wire: they take time before and after they happen, and a dead caller never hears the answer. */
  private async through<T>(call: () => Promise<T>): Promise<T> {
    await this.pause();
    const result = await call();
    await this.pause();
    return result;
  }

  private async pause(): Promise<void> {
    await this.clock.sleep(this.slow());
    if (this.dead) await new Promise(() => undefined);
    if (this.frozenAt !== null) await new Promise<void>((resolve) => this.thawed.push(resolve));
  }

  private remote(): DispatchStore {
    const { store } = this;
    return {
      kindOf: (id) => store.kindOf(id),
      find: (id) => this.through(() => store.find(id)),
      claim: (id, epoch, at) => this.through(() => store.claim(id, epoch, at)),
      ready: (limit) => this.through(() => store.ready(limit)),
      inDoubt: (epoch) => this.through(() => store.inDoubt(epoch)),
      submitOf: (id) => this.through(() => store.submitOf(id)),
      isCancelled: (cancel) => this.through(() => store.isCancelled(cancel)),
      settle: (id, state, reports) => this.through(() => store.settle(id, state, reports)),
      withdraw: (submit, cancel, report) => this.through(() => store.withdraw(submit, cancel, report)),
      report: (reports) => this.through(() => store.report(reports)),
      known: (ids) => this.through(() => store.known(ids)),
      openOrders: () => this.through(() => store.openOrders()),
      executionsMissingFrom: () => this.through(() => store.executionsMissingFrom()),
    };
  }

  private ownClock(): ExecutionClock {
    return {
      wall: () => this.clock.wall(),
      monotonic: () => this.clock.monotonic(),
      after: (delay, task) =>
        this.clock.after(delay, () => {
          if (this.dead) return;
          if (this.frozenAt === null) task();
          else this.thawed.push(task);
        }),
    };
  }
}

function bound(venue: FakeVenue): Pick<FakeVenue, 'openOrders' | 'executionsSince' | 'positions' | 'balances'> {
  return {
    openOrders: () => venue.openOrders(),
    executionsSince: (since) => venue.executionsSince(since),
    positions: () => venue.positions(),
    balances: () => venue.balances(),
  };
}

const passages = fc.oneof(
  fc.constant<Passage>({ arrives: 1, answers: 3, answer: 'told' }),
  fc.record<Passage>({
    arrives: fc.option(fc.integer({ min: 1, max: 7_000 })),
    answers: fc.integer({ min: 1, max: 6_000 }),
    answer: fc.constantFrom('told', 'lost'),
    refuse: fc.boolean(),
  }),
);

const schedules = fc.record({
  passages: fc.array(passages, { minLength: 12, maxLength: 12 }),
  visibleAfter: fc.integer({ min: 0, max: 2_000 }),
  questionsFail: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  delays: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 11, maxLength: 11 }),
  events: fc.array(
    fc.record({
      what: fc.constantFrom('submit', 'submit', 'submit', 'cancel', 'crash', 'freeze', 'sweep'),
      after: fc.integer({ min: 0, max: 40 }),
      lasts: fc.integer({ min: 1, max: 15_000 }),
    }),
    { minLength: 5, maxLength: 18 },
  ),
});

type Schedule = typeof schedules extends fc.Arbitrary<infer T> ? T : never;

/** Plays one schedule to its quiet end. */
async function play(schedule: Schedule): Promise<{ venue: FakeVenue; store: InMemoryDispatchStore }> {
  const clock = new ManualClock();
  const venue = new FakeVenue(clock);
  const store = new InMemoryDispatchStore();
  const turns = { passage: 0, question: 0, delay: 0 };
  venue.passage = () => schedule.passages[(turns.passage += 1) % schedule.passages.length]!;
  venue.visibleAfter = schedule.visibleAfter;
  venue.question = () => (schedule.questionsFail[(turns.question += 1) % 8] ? Promise.reject(new Error('HTTP 503')) : Promise.resolve());
  const slow = (): number => schedule.delays[(turns.delay += 1) % schedule.delays.length]!;
  let epoch = 0;
  const boot = async (): Promise<Process> => {
    store.leaseEpoch = epoch + 1;
    const process = new Process(clock, store, venue, (epoch += 1), slow);
    void process.executor.takeOver();
    await clock.pass(30);
    return process;
  };
  let current = await boot();
  let orders = 0;
  for (const { what, after, lasts } of schedule.events) {
    if (what === 'submit') current.executor.wake(store.add('submit', buildTicket(`o${(orders += 1)}`), clock.wall() + 5_000));
    if (what === 'cancel' && orders > 0 && !store.rows.has(`do${orders}c`))
      current.executor.wake(store.add('cancel', buildTicket(`o${orders}`)));
    if (what === 'sweep') void current.executor.sweep();
    await clock.pass(after);
    if (what === 'crash') {
      current.die();
      current = await boot();
    }
    if (what === 'freeze') {
      const stalled = current;
      stalled.freeze();
      await clock.pass(lasts);
      if (lasts >= LEASE_MS) current = await boot();
      stalled.thaw();
    }
  }
  venue.question = () => Promise.resolve();
  for (let second = 0; second < 90; second += 1) {
    void current.executor.sweep();
    await clock.pass(1_000);
  }
  return { venue, store };
}

describe('whatever dies, stalls, gets lost or comes late', () => {
  it('no order is sent twice and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const { venue, store } = await play(schedule);
        for (const [id, count] of venue.sends) expect({ id, count }).toEqual({ id, count: 1 });
        for (const row of store.rows.values()) {
          if (row.kind === 'submit')
            expect({ id: row.id, state: row.state }).toMatchObject({ state: expect.stringMatching(/DONE|ABORTED/) as unknown });
          const told = store.reportsOf(row.clientOrderId);
          const atVenue = venue.orders.has(row.clientOrderId);
          const saysItIs = told.some((report) => report.kind === 'accepted' || report.kind === 'order');
          const saysItIsNot = told.some(
            (report) =>
              report.kind === 'never-received' || report.kind === 'aborted' || report.kind === 'withdrawn' || report.kind === 'refused',
          );
          expect({ id: row.clientOrderId, saysItIs, saysItIsNot }).toEqual({
            id: row.clientOrderId,
            saysItIs: atVenue,
            saysItIsNot: !atVenue,
          });
        }
      }),
      { numRuns: Number(process.env['CRASH_RUNS'] ?? 150) },
    );
  }, 120_000);
});
