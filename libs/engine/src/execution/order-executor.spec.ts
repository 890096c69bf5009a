import { FakeVenue, InMemoryDispatchStore, ManualClock, buildTicket } from '@libs/testkit';
import type { Passage } from '@libs/testkit';
import { OrderExecutor } from './order-executor';
import { VenueTime } from './venue-time';

const LOST: Passage = { arrives: null, answers: 1_000, answer: 'lost' };
const ANSWER_LOST: Passage = { arrives: 10, answers: 1_000, answer: 'lost' };

describe('the order executor', () => {
  let clock: ManualClock;
  let venue: FakeVenue;
  let store: InMemoryDispatchStore;
  let executor: OrderExecutor;
  let held: boolean;
  let raised: boolean;
  let refresh: () => Promise<void>;
  let refusal: string | null;
  let failures: unknown[];

  function start(epoch = 1): OrderExecutor {
    const lease = { epoch, held: () => held };
    const watch = { warn: () => undefined, fail: (error: unknown) => failures.push(error) };
    const started = new OrderExecutor({
      store,
      clock,
      lease,
      watch,
      entry: venue,
      queries: venue,
      capabilities: venue.capabilities,
      latch: { raised: () => raised, refresh: () => refresh() },
      limits: { refusal: () => refusal },
      venueTime: new VenueTime(),
    });
    started.allowSubmits(true);
    return started;
  }

  beforeEach(() => {
    clock = new ManualClock();
    venue = new FakeVenue(clock);
    store = new InMemoryDispatchStore();
    held = true;
    raised = false;
    refresh = () => Promise.resolve();
    refusal = null;
    failures = [];
    executor = start();
  });

  afterEach(() => expect(failures).toEqual([]));

  const submit = (id: string, notAfter: number | null = null): string => store.add('submit', buildTicket(id), notAfter);
  const cancel = (id: string): string => store.add('cancel', buildTicket(id));
  const told = (id: string): readonly string[] =>
    store.reportsOf(id).map((report) => (report.kind === 'order' ? `order ${report.status}` : report.kind));

  it('claims, sends and reports what the venue accepts', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    expect(store.reportsOf('a')).toEqual([{ kind: 'accepted', clientOrderId: 'a', venueOrderId: 'v-a' }]);
    expect(store.state('das')).toBe('DONE');
  });

  it('ends the process when a claimed order can be neither sent nor refused, so that a successor asks about it', async () => {
    venue.signSubmit = () => {
      throw new TypeError('no such field');
    };
    executor.wake(submit('a'));
    await clock.pass(10);
    expect(failures.splice(0)).toEqual([new TypeError('no such field')]);
    expect(store.state('das')).toBe('SIGNED');
  });

  it('sends once however often it is woken', async () => {
    const id = submit('a');
    for (let n = 0; n < 5; n += 1) executor.wake(id);
    await clock.pass(1);
    executor.wake(id);
    await executor.sweep();
    await clock.pass(100);
    expect(venue.sends.get('a')).toBe(1);
  });

  it("reports a refusal with the venue's words", async () => {
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', refuse: true });
    executor.wake(submit('a'));
    await clock.pass(10);
    expect(store.reportsOf('a')).toEqual([{ kind: 'refused', clientOrderId: 'a', code: '110007', message: 'not enough balance' }]);
  });

  it('aborts what breaks a hard limit without a byte', async () => {
    refusal = 'quantity 600 is above the maximum 500';
    executor.wake(submit('huge'));
    await clock.pass(5);
    expect(store.reportsOf('huge')).toMatchObject([{ kind: 'aborted', code: 'HARD_LIMIT', message: refusal }]);
    expect(venue.sends.size).toBe(0);
  });

  it('aborts what is too old, and what is halted, without a byte', async () => {
    executor.wake(submit('old', clock.wall() - 1));
    await clock.pass(5);
    raised = true;
    executor.wake(submit('halted'));
    await clock.pass(5);
    expect(store.reportsOf('old')).toMatchObject([{ kind: 'aborted', code: 'STALE' }]);
    expect(store.reportsOf('halted')).toMatchObject([{ kind: 'aborted', code: 'TRADING_HALTED' }]);
    expect(venue.sends.size).toBe(0);
  });

  it('sends what came with the resume, before the word of it', async () => {
    raised = true;
    refresh = async () => void (raised = false);
    executor.wake(submit('resumed'));
    await clock.pass(5);
    expect(told('resumed')).toEqual(['accepted']);
  });

  it('holds to the latch while it cannot be read', async () => {
    raised = true;
    refresh = () => Promise.reject(new Error('no database'));
    executor.wake(submit('halted'));
    await clock.pass(5);
    expect(told('halted')).toEqual(['aborted']);
  });

  it('cancels while halted', async () => {
    executor.wake(submit('a'));
    await clock.pass(5);
    raised = true;
    executor.wake(cancel('a'));
    await clock.pass(200);
    expect(told('a')).toEqual(['accepted', 'order CANCELED']);
  });

  it('sends nothing once the lease is gone, not even what it has claimed', async () => {
    executor.wake(submit('a'));
    held = false;
    await clock.pass(100);
    held = true;
    const slow = store.claim.bind(store);
    store.claim = async (...claim) => {
      const row = await slow(...claim);
      held = false;
      return row;
    };
    executor.wake(submit('b'));
    await clock.pass(100);
    expect(store.state('das')).toBe('READY');
    expect(store.state('dbs')).toBe('SIGNED');
    expect(venue.sends.size).toBe(0);
  });

  it('lets submits wait until the account is reconciled, but not cancels', async () => {
    executor.wake(submit('a'));
    await clock.pass(5);
    executor.allowSubmits(false);
    executor.wake(submit('b'));
    executor.wake(cancel('a'));
    await clock.pass(50);
    expect([...venue.sends.keys()]).toEqual(['a']);
    expect(venue.cancelSends.get('a')).toBe(1);
    executor.allowSubmits(true);
    await executor.sweep();
    await clock.pass(50);
    expect(told('b')).toEqual(['accepted']);
  });

  it('asks after a lost answer and finds the order', async () => {
    venue.passage = () => ANSWER_LOST;
    executor.wake(submit('a'));
    await clock.pass(2_000);
    expect(told('a')).toEqual(['unknown', 'order ACCEPTED']);
    expect(store.state('das')).toBe('DONE');
  });

  it('proves absence only after the request window, and never sends again', async () => {
    venue.passage = () => LOST;
    executor.wake(submit('a'));
    await clock.pass(1_000 + 9_000);
    expect(told('a')).toEqual(['unknown']);
    await clock.pass(6_000);
    expect(told('a')).toEqual(['unknown', 'never-received']);
    expect(venue.sends.get('a')).toBe(1);
  });

  it('stays in doubt while the venue does not answer questions', async () => {
    venue.passage = () => LOST;
    venue.question = () => Promise.reject(new Error('HTTP 503'));
    executor.wake(submit('a'));
    await clock.pass(600_000);
    expect(told('a')).toEqual(['unknown']);
    expect(executor.inDoubt).toHaveLength(1);
    venue.question = () => Promise.resolve();
    executor.noticed('a');
    await clock.pass(1);
    expect(told('a')).toEqual(['unknown', 'never-received']);
  });

  it('never takes absence for proof where the venue has no request window', async () => {
    venue.passage = () => LOST;
    Object.assign(venue.capabilities, { requestWindow: null });
    executor.wake(submit('a'));
    await clock.pass(3_600_000);
    expect(store.state('das')).toBe('UNKNOWN');
  });

  it('takes what an older epoch left on its way for unknown, never for ready', async () => {
    const sent = submit('sent');
    submit('unsent');
    venue.passage = () => ({ ...ANSWER_LOST, answers: 1e9 });
    executor.wake(sent);
    await clock.pass(20);
    await store.claim('dunsents', 1, clock.wall());
    const successor = start(2);
    await successor.takeOver();
    await successor.sweep();
    await clock.pass(20_000);
    expect(told('sent')).toEqual(['unknown', 'order ACCEPTED']);
    expect(told('unsent')).toEqual(['unknown', 'never-received']);
    expect(venue.sends.get('sent')).toBe(1);
    expect(venue.sends.has('unsent')).toBe(false);
  });

  it('withdraws an order that has not left the house', async () => {
    executor.allowSubmits(false);
    executor.wake(submit('a'));
    executor.wake(cancel('a'));
    await clock.pass(10);
    executor.allowSubmits(true);
    await executor.sweep();
    await clock.pass(10);
    expect(told('a')).toEqual(['withdrawn']);
    expect(venue.sends.size + venue.cancelSends.size).toBe(0);
  });

  it('sends one cancel where two ask for the same order, and the other where the first is refused', async () => {
    for (const id of ['a', 'b']) executor.wake(submit(id));
    await clock.pass(10);
    venue.passage = (_, id) => ({ arrives: 1, answers: 2, answer: 'told', refuse: id === 'b' && venue.cancelSends.get('b') === 1 });
    for (const id of ['a', 'b']) executor.wake(store.add('cancel', buildTicket(id), null, 1));
    await clock.pass(1_000);
    for (const id of ['a', 'b']) executor.wake(store.add('cancel', buildTicket(id), null, 2));
    await clock.pass(1_000);
    expect([venue.cancelSends.get('a'), store.state('dac2'), told('a')]).toEqual([1, 'ABORTED', ['accepted', 'order CANCELED']]);
    expect([venue.cancelSends.get('b'), store.state('dbc2'), told('b')]).toEqual([
      2,
      'DONE',
      ['accepted', 'cancel-refused', 'order CANCELED'],
    ]);
  });

  it('lets a cancel wait until the outcome of its submit is known', async () => {
    venue.passage = (kind) => (kind === 'submit' ? ANSWER_LOST : { arrives: 1, answers: 2, answer: 'told' });
    executor.wake(submit('a'));
    await clock.pass(100);
    executor.wake(cancel('a'));
    await clock.pass(500);
    expect(venue.cancelSends.size).toBe(0);
    await clock.pass(3_000);
    expect(told('a')).toEqual(['unknown', 'order ACCEPTED', 'order CANCELED']);
    expect(store.state('dac')).toBe('DONE');
  });

  it('takes "not exists" for no proof: the order was filled meanwhile', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    venue.fill('a');
    executor.wake(cancel('a'));
    await clock.pass(1_000);
    expect(told('a')).toEqual(['accepted', 'order FILLED']);
  });

  it('says that a cancel never came when the order is still open after the window', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    venue.passage = () => LOST;
    executor.wake(cancel('a'));
    await clock.pass(20_000);
    expect(store.reportsOf('a').at(-1)).toMatchObject({ kind: 'cancel-refused', code: 'NEVER_RECEIVED' });
  });

  it('sends a cancel again, newly signed, once the venue has time for it', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    let isBusy = true;
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', ...(isBusy ? { throttle: 600_000 } : {}) });
    executor.wake(cancel('a'));
    await clock.pass(1_000);
    isBusy = false;
    await clock.pass(598_000);
    expect([venue.cancelSends.get('a'), told('a')]).toEqual([1, ['accepted']]);
    await clock.pass(5_000);
    expect([venue.cancelSends.get('a'), told('a')]).toEqual([2, ['accepted', 'order CANCELED']]);
  });

  it('sends cancels that come due together one after the other, as connections open', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const id of ids) executor.wake(submit(id));
    await clock.pass(50);
    let isBusy = true;
    let connections = 1;
    const reopen = (done: () => void): void =>
      void clock.after(10, () => {
        connections = 1;
        done();
      });
    venue.ready = () => (connections > 0 ? Promise.resolve() : new Promise((resolve) => reopen(resolve)));
    venue.passage = () => {
      if (isBusy) return { arrives: 1, answers: 2, answer: 'told', throttle: 1_000 };
      return (connections -= 1) >= 0 ? { arrives: 1, answers: 2, answer: 'told' } : LOST;
    };
    for (const id of ids) executor.wake(cancel(id));
    await clock.pass(500);
    isBusy = false;
    await clock.pass(2_000);
    expect(ids.map(told)).toEqual(ids.map(() => ['accepted', 'order CANCELED']));
  });

  it('sends a cancel later when the venue is out of reach as it comes due', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', unsent: 100 });
    executor.wake(cancel('a'));
    await clock.pass(50);
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told' });
    venue.ready = () => Promise.reject(new Error('ECONNREFUSED'));
    await clock.pass(5_000);
    expect(venue.cancelSends.get('a')).toBe(1);
    venue.ready = () => Promise.resolve();
    await clock.pass(6_000);
    expect([venue.cancelSends.get('a'), told('a')]).toEqual([2, ['accepted', 'order CANCELED']]);
  });

  it('waits twice as long before each repeat of a cancel when the venue names no time, up to five seconds', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    const sentAt: number[] = [];
    venue.passage = () => {
      sentAt.push(clock.monotonic());
      return { arrives: 0, answers: 0, answer: 'told', throttle: 0 };
    };
    executor.wake(cancel('a'));
    await clock.pass(20_000);
    const waits = sentAt.slice(1).map((at, n) => at - sentAt[n]!);
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  });

  it('sends no cancel again once it is stopped', async () => {
    executor.wake(submit('a'));
    await clock.pass(10);
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', throttle: 1_000 });
    executor.wake(cancel('a'));
    await clock.pass(50);
    await executor.stop();
    await clock.pass(10_000);
    expect(venue.cancelSends.get('a')).toBe(1);
  });

  it('sends no submit again that the venue had no time for', async () => {
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', throttle: 100 });
    executor.wake(submit('a'));
    await clock.pass(5_000);
    expect([venue.sends.get('a'), told('a')]).toEqual([1, ['refused']]);
    expect(store.reportsOf('a')).toMatchObject([{ code: 'VENUE_BUSY', retryAfter: 100 }]);
  });

  it('denies a submit that was not sent because the venue wants to be left alone', async () => {
    venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', unsent: 999.5 });
    executor.wake(submit('a'));
    await clock.pass(5_000);
    const message = 'too many requests';
    expect(store.reportsOf('a')).toEqual([{ kind: 'aborted', clientOrderId: 'a', code: 'VENUE_BUSY', message, retryAfter: 1_000 }]);
    expect(store.state('das')).toBe('ABORTED');
  });

  it('drops the cancel of an order that never left', async () => {
    executor.wake(submit('a', clock.wall() - 1));
    await clock.pass(10);
    executor.wake(cancel('a'));
    await clock.pass(10);
    expect(told('a')).toEqual(['aborted']);
    expect(store.state('dac')).toBe('ABORTED');
  });

  it('stops after what was sent is answered and written', async () => {
    executor.wake(submit('a'));
    await clock.pass(1);
    const stopped = executor.stop();
    await clock.pass(10);
    await stopped;
    executor.wake(submit('b'));
    await clock.pass(10);
    expect(told('a')).toEqual(['accepted']);
    expect(venue.sends.has('b')).toBe(false);
  });
});
