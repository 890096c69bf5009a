import { TRUSTED, trustOf } from '../market/data-trust';
import { decimal } from '../number/decimal';
import { markPosition } from './mark-position';

const quote = { bid: decimal('50000.1'), ask: decimal('50000.2') };
const short = { quantity: decimal('-0.3'), cost: decimal('-15100') };

/** With its numbers as text. */
function marked(...args: Parameters<typeof markPosition>) {
  const mark = markPosition(...args);
  const text = (value: { toString(): string } | null): string | null => value?.toString() ?? null;
  return mark && { ...mark, price: text(mark.price), unrealised: text(mark.unrealised), unrealisedFraction: text(mark.unrealisedFraction) };
}

describe('markPosition', () => {
  it('values a position at the middle of bid and ask, to the last digit', () => {
    // 0.3 were sold for 15100 and cost 0.3 × 50000.15 = 15000.045 to buy back; 99.955 of 15100 is 0.00661953…
    expect(marked(short, { quote, trust: TRUSTED })).toEqual({
      price: '50000.15',
      level: 'TRUSTED',
      reasons: [],
      unrealised: '99.955',
      unrealisedFraction: '0.00661954',
    });
  });

  it('makes no profit of a price that may be wrong, and says why', () => {
    const trust = trustOf(['STALE', 'GAP']);
    expect(marked(short, { quote, trust })).toEqual({ price: '50000.15', ...trust, unrealised: null, unrealisedFraction: null });
  });

  it('believes a price of which only a bar is late', () => {
    expect(marked(short, { quote, trust: trustOf(['FORMING']) })).toMatchObject({ level: 'DEGRADED', unrealised: '99.955' });
  });

  it('takes silence for no trust', () => {
    expect(marked(short, { quote, trust: undefined })).toMatchObject({ level: 'UNTRUSTED', reasons: ['STALE'], unrealised: null });
  });

  it('has no fraction where nothing was paid', () => {
    const free = { quantity: decimal('1'), cost: decimal('0') };
    expect(marked(free, { quote, trust: TRUSTED })).toMatchObject({ unrealised: '50000.15', unrealisedFraction: null });
  });

  it('has none of what is not held, or of what nothing was heard', () => {
    expect(marked({ quantity: decimal('0'), cost: decimal('0') }, { quote, trust: TRUSTED })).toBeNull();
    expect(marked(short, { quote: undefined, trust: TRUSTED })).toBeNull();
  });
});
