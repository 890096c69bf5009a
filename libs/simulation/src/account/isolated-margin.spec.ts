import { decimal } from '@libs/kernel';
import { checkAddedMargin, replenishment } from './isolated-margin';
import { AccountBench } from './testing/account-bench';

/** An isolated account without fees that is long or short one at 100 with leverage 3: at least 33.33333334 is set aside. */
function bench(side: 'BUY' | 'SELL' = 'BUY', usdt = '100'): AccountBench {
  const made = new AccountBench({ USDT: usdt }, { maker: '0', taker: '0' });
  made.account.marginMode = 'ISOLATED';
  made.account.setSettings(made.btc.key, { buyLeverage: decimal('3'), sellLeverage: decimal('3'), hedged: false });
  made.trade(side, '1', '100');
  return made;
}

function ask({ account, markets, btc }: AccountBench, amount: string): string {
  const question = { account, markets, market: btc, position: account.position(btc.key) };
  const refusal = checkAddedMargin(question, decimal(amount));
  return refusal ? [refusal.code, refusal.limit, refusal.value].filter((part) => part !== undefined).join(' ') : 'passes';
}

describe('checkAddedMargin', () => {
  it('takes what the account has free and no more', () => {
    expect(ask(bench(), '66.66666666')).toBe('passes');
    expect(ask(bench(), '66.66666667')).toBe('INSUFFICIENT_MARGIN 66.66666666 66.66666667');
  });

  it.each(['BUY', 'SELL'] as const)('gives back what a %s has beyond its cost over its leverage, and no more', (side) => {
    const rich = bench(side);
    expect(ask(rich, '-0.00000001')).toBe('MARGIN_CANNOT_SHRINK 0 0.00000001');
    rich.account.setPosition({ ...rich.account.position(rich.btc.key), isolatedMargin: decimal('40') });
    expect(ask(rich, '-6.66666666')).toBe('passes');
    expect(ask(rich, '-6.66666667')).toBe('MARGIN_CANNOT_SHRINK 6.66666666 6.66666667');
  });

  it('refuses nothing at all, a flat position and cross margin', () => {
    expect(ask(bench(), '0')).toBe('MARGIN_NOT_MODIFIED');
    const flat = bench();
    flat.trade('SELL', '1', '100');
    expect(ask(flat, '1')).toBe('MARGIN_WITHOUT_POSITION');
    const cross = bench();
    cross.account.marginMode = 'CROSS';
    expect(ask(cross, '1')).toBe('POSITION_IS_CROSS');
  });
});

describe('replenishment', () => {
  const taken = ({ account, markets, btc }: AccountBench, addsMargin = true): string => {
    const { addsMargin: _none, ...position } = account.position(btc.key);
    return replenishment(account, markets, addsMargin ? { ...position, addsMargin: true } : position).toString();
  };

  it('is the least margin once more, or what the account has left of it', () => {
    expect(taken(bench())).toBe('33.33333334');
    expect(taken(bench('SELL'))).toBe('33.33333334');
    expect(taken(bench('BUY', '50'))).toBe('16.66666666');
  });

  it('is nothing for an account that owes, and for a position that does not ask for it', () => {
    const owing = bench();
    owing.account.balances.set('USDT', decimal('20'));
    expect(taken(owing)).toBe('0');
    expect(taken(bench(), false)).toBe('0');
  });
});
