import { AddressLimiter } from './address-limiter';

function asked(limiter: AddressLimiter, times: number, now: number): number {
  let letIn = 0;
  for (let index = 0; index < times; index += 1) letIn += Number(limiter.lets('10.0.0.1', now));
  return letIn;
}

describe('an address', () => {
  it('may ask 600 times in five seconds and is banned for ten minutes after one more', () => {
    const limiter = new AddressLimiter();
    expect(asked(limiter, 601, 1_000)).toBe(600);
    expect(asked(limiter, 1, 1_000 + 599_999)).toBe(0);
    expect(asked(limiter, 1, 1_000 + 600_000)).toBe(1);
  });

  it('may go on for ever at that rate', () => {
    const limiter = new AddressLimiter();
    for (let second = 0; second < 20; second += 1) expect(asked(limiter, 120, second * 1_000)).toBe(120);
  });

  it('does not suffer for another', () => {
    const limiter = new AddressLimiter();
    asked(limiter, 601, 0);
    expect(limiter.lets('10.0.0.2', 0)).toBe(true);
  });

  it('may ask as much more as the market is played faster', () => {
    const limiter = new AddressLimiter();
    let letIn = 0;
    for (let now = 0; now < 5_000; now += 1) letIn += Number(limiter.lets('10.0.0.1', now, 10));
    expect(letIn).toBe(5_000);
  });
});
