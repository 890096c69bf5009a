import { AddressBudget } from './address-budget';
import type { LimitTimes } from './limit-headers';

const READ = '/v5/market/kline';
const CREATE = '/v5/order/create';

describe('the budget of an address', () => {
  let now: number;
  let budget: AddressBudget;

  beforeEach(() => {
    now = 1_000;
    budget = new AddressBudget(() => now);
  });

  const answered = (path: string, status: number, retCode: number | null = null, times: Partial<LimitTimes> = {}): boolean =>
    budget.answered({ path, status, retCode, resetIn: null, retryIn: null, ...times });

  function takeAll(kind: 'read' | 'create' | 'cancel'): number {
    let taken = 0;
    while (budget.take(kind, READ) === 0) taken += 1;
    return taken;
  }

  it('keeps clear of the limit and leaves the last of it to creates, and then to cancels', () => {
    expect(takeAll('read')).toBe(400);
    now += 1_000;
    expect(takeAll('create')).toBe(100);
    expect(takeAll('cancel')).toBe(50);
    expect(budget.take('cancel', READ)).toBe(4_000);
  });

  it('has room again five seconds after each call', () => {
    takeAll('read');
    now += 4_999;
    expect(budget.take('read', READ)).toBe(1);
    now += 1;
    expect(takeAll('read')).toBe(400);
  });

  it('lets everything rest for ten minutes after a ban, cancels as well', () => {
    answered(READ, 403);
    expect(budget.take('cancel', CREATE)).toBe(600_000);
    now += 600_000;
    expect(budget.take('read', READ)).toBe(0);
  });

  it('lets one endpoint rest until the time that its answer says', () => {
    answered(READ, 200, 10_006, { resetIn: 300 });
    expect([budget.take('read', READ), budget.take('create', CREATE)]).toEqual([300, 0]);
    now += 300;
    expect(budget.take('read', READ)).toBe(0);
  });

  it.each([0, -3, -60_000])('lets an endpoint rest for a second when its answer names a time %d ms from now', (resetIn) => {
    answered(READ, 200, 10_006, { resetIn });
    expect(budget.take('read', READ)).toBe(1_000);
  });

  it.each([
    [403, null],
    [429, null],
    [200, 10_018],
    [200, 10_429],
  ])('lets everything rest for as long as an answer %d with the code %p says', (status, retCode) => {
    answered(READ, status, retCode, { resetIn: 100, retryIn: 7_000 });
    expect([budget.take('read', READ), budget.take('cancel', CREATE)]).toEqual([7_000, 7_000]);
    now += 7_000;
    expect(budget.take('cancel', CREATE)).toBe(0);
  });

  it('lets one endpoint rest for as long as its answer says, and nothing for longer than an hour', () => {
    answered(READ, 200, 10_006, { resetIn: 300, retryIn: 2_000 });
    expect([budget.take('read', READ), budget.take('create', CREATE)]).toEqual([2_000, 0]);
    answered(READ, 429, null, { retryIn: 86_400_000 });
    expect(budget.take('create', CREATE)).toBe(3_600_000);
  });

  it('rests for a second where the address has asked too much and no time is said', () => {
    expect(answered(READ, 200, 10_018)).toBe(true);
    expect([budget.take('read', READ), budget.take('cancel', CREATE)]).toEqual([1_000, 1_000]);
  });

  it('rests twice as long each time the venue protects itself, until it answers', () => {
    const pauses = [1, 2, 3].map((_, at) => {
      if (at % 2 === 0) answered(READ, 429);
      else answered(READ, 200, 10_429);
      const wait = budget.take('read', READ);
      now += wait;
      return wait;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    answered(READ, 200, 0);
    answered(READ, 429);
    expect(budget.take('read', READ)).toBe(1_000);
  });
});
