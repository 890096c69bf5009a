import { decimal } from '@libs/kernel';
import type { Denial, DenialCode, Order } from '@libs/kernel';
import { buildOrder } from '@libs/testkit';
import { OthersShare } from './others-share';
import type { ReadableCore } from './others-share';

interface Words {
  readonly equity?: string;
  readonly earned?: string;
  readonly hasOthers?: boolean;
  /** What would be said of an order of this deployment alone, by the equity that it would have. */
  readonly alone?: (equity: string) => DenialCode | null;
}

const denial = (code: DenialCode): Denial => ({ code, limit: '1', value: '2', message: 'beyond' });

function core({ equity = '1000', earned = '0', hasOthers = false, alone = () => null }: Words = {}): ReadableCore {
  return {
    account: () => null,
    tradingState: () => 'ACTIVE',
    accountValue: () => ({ balance: equity, unrealised: '0', realised: '0', fees: '0', equity }),
    earnedBy: () => decimal(earned),
    hasOthers: () => hasOthers,
    judgedAlone: (_order: Order, own) => {
      const code = alone(own.toString());
      return code && denial(code);
    },
  };
}

const share = (words: Words = {}) => new OthersShare('own', decimal('1000'), core(words));

function change(change: 'Initialized' | 'Denied' | 'Submitted' | 'Rejected', { actor = 'strategy:maker', deploymentId = 'other' } = {}) {
  const order = buildOrder('c1', 'SUBMITTED', { deploymentId });
  return { type: 'OrderChanged', change, order, cause: { actor } } as const;
}

describe('what others earned', () => {
  it('is the equity of the account beside what the deployment made of its own', () => {
    const others = share({ hasOthers: true });
    others.look(core({ equity: '1070', earned: '30' }), decimal('-5'), 100);
    // 1000 + 30 − 5 = 1025 of its own
    expect([others.earned.toString(), others.since]).toEqual(['45', 100]);
    others.look(core({ equity: '1100', earned: '30' }), decimal('-5'), 200);
    expect([others.earned.toString(), others.since]).toEqual(['75', 100]);
  });

  it('is nothing on an account of its own, and begins with the first order of another', () => {
    const others = share();
    others.look(core({ equity: '1070' }), decimal('0'), 100);
    others.heard(change('Initialized', { deploymentId: 'own' }));
    others.look(core({ equity: '1070' }), decimal('0'), 150);
    expect([others.earned.toString(), others.since, others.names]).toEqual(['0', null, []]);
    others.heard(change('Initialized'));
    others.look(core({ equity: '1070' }), decimal('0'), 200);
    expect([others.earned.toString(), others.since]).toEqual(['70', 200]);
  });

  it('has not begun while they earned nothing', () => {
    const others = share({ hasOthers: true });
    others.look(core({ equity: '1000' }), decimal('0'), 100);
    expect(others.since).toBeNull();
  });
});

describe('who the others are', () => {
  it('is each strategy once, and people as one; exits that the core places are of nobody else', () => {
    const others = share();
    for (const actor of ['strategy:maker', 'strategy:maker', 'operator:ann', 'operator:bob', 'core', 'strategy:ema'])
      others.heard(change('Initialized', { actor }));
    others.heard(change('Submitted', { actor: 'strategy:late' }));
    expect(others.names).toEqual(['maker', 'orders by hand', 'ema']);
  });
});

describe('what others decide', () => {
  const none = decimal('0');
  const denied = (code: DenialCode) => ({ ...change('Denied', { deploymentId: 'own' }), denial: denial(code) });
  const submitted = change('Submitted', { deploymentId: 'own' });

  it('is a refusal by the account that would not have come to one alone, at the equity that is its own', () => {
    const others = share({ hasOthers: true });
    const rich = core({ earned: '40', alone: (equity) => (equity === '1045' ? null : 'MAX_POSITION_SIZE') });
    expect(others.decides(denied('MAX_POSITION_SIZE'), rich, decimal('5'))).toBe(true);
    const poor = core({ alone: () => 'INSUFFICIENT_BALANCE' });
    expect(others.decides(denied('MAX_POSITION_SIZE'), poor, none)).toBe(false);
  });

  it('is an order that went and would have been refused alone', () => {
    const others = share({ hasOthers: true });
    expect(others.decides(submitted, core({ alone: () => 'TRADING_REDUCING' }), none)).toBe(true);
    expect(others.decides(submitted, core(), none)).toBe(false);
  });

  it('is no refusal that has nothing to do with the account', () => {
    const others = share({ hasOthers: true });
    expect(others.decides(denied('TICK_SIZE'), core(), none)).toBe(false);
    expect(others.decides(submitted, core({ alone: () => 'TICK_SIZE' }), none)).toBe(false);
    expect(others.decides(change('Rejected', { deploymentId: 'own' }), core({ alone: () => 'MAX_POSITION_SIZE' }), none)).toBe(false);
  });

  it('is nothing where there are none', () => {
    expect(share().decides(denied('MAX_POSITION_SIZE'), core(), none)).toBe(false);
  });
});
