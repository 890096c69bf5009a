import { decimal } from '@libs/kernel';
import { checkFunds, type FundsQuestion } from './check-funds';
import { AccountBench } from './testing/account-bench';

type Rest = Partial<FundsQuestion>;

const ask = (bench: AccountBench, request: FundsQuestion['request'], rest: Rest = {}): string => {
  const refusal = checkFunds({ account: bench.account, markets: bench.markets, market: bench.btc, request, ...rest });
  return refusal ? `${refusal.code} ${refusal.limit} < ${refusal.value}` : 'passes';
};

describe('checkFunds on a linear market', () => {
  it('asks for initial margin, the fee to close and the fee to open', () => {
    const bench = new AccountBench({ USDT: '100' });
    // 900 ÷ 10 + 900 × 0.9 × 0.0005 + 900 × 0.0005 = 90.855
    expect(ask(bench, bench.request('BUY', '9', '100'))).toBe('passes');
    // 1000 ÷ 10 + 0.45 + 0.5
    expect(ask(bench, bench.request('BUY', '10', '100'))).toBe('INSUFFICIENT_MARGIN 100 < 100.95');
  });

  it('asks for the fee to open where the margin alone would fit', () => {
    const bench = new AccountBench({ USDT: '100.6' });
    expect(ask(bench, bench.request('BUY', '10', '100'))).toBe('INSUFFICIENT_MARGIN 100.6 < 100.95');
  });

  it('leaves alone the coins that spot orders hold', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.rest('BUY', '0.6', '100', { market: bench.spot });
    // 300 ÷ 10 + 300 × 0.9 × 0.0005 + 300 × 0.0005 = 30.285; 400 need 40.38
    expect(ask(bench, bench.request('BUY', '3', '100'))).toBe('passes');
    expect(ask(bench, bench.request('BUY', '4', '100'))).toBe('INSUFFICIENT_MARGIN 40 < 40.38');
  });

  it('counts the orders of the side that a hedged account names, and lets that side be closed', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.rest('BUY', '9', '100', { index: 1 });
    expect(ask(bench, bench.request('BUY', '1', '100', { index: 1 }))).toMatch('INSUFFICIENT_MARGIN');
    expect(ask(bench, bench.request('SELL', '50', '100', { index: 1 }))).toBe('passes');
    expect(ask(bench, bench.request('BUY', '50', '100', { index: 2 }))).toBe('passes');
    expect(ask(bench, bench.request('SELL', '50', '100', { index: 2 }))).toMatch('INSUFFICIENT_MARGIN');
  });

  it('measures a hedged side by its own leverage against the tiers', () => {
    const bench = new AccountBench({ USDT: '100000' });
    bench.account.setSettings(bench.btc.key, { buyLeverage: decimal('95'), sellLeverage: decimal('10'), hedged: true });
    bench.trade('BUY', '150', '100', { index: 1 });
    expect(ask(bench, bench.request('BUY', '50.001', '100', { index: 1 }))).toBe('RISK_LIMIT_EXCEEDED 20000 < 20000.1');
    expect(ask(bench, bench.request('SELL', '250', '100', { index: 2 }))).toBe('passes');
  });

  it('takes the expected price of a market order', () => {
    const bench = new AccountBench({ USDT: '100' });
    // 9 × 110 = 990: 99 + 0.4455 + 0.495
    expect(ask(bench, bench.request('BUY', '9'), { price: decimal('110') })).toBe('passes');
    // 9 × 111 = 999: 99.9 + 0.44955 + 0.4995
    expect(ask(bench, bench.request('BUY', '9'), { price: decimal('111') })).toBe('INSUFFICIENT_MARGIN 100 < 100.84905');
  });

  it('counts what other orders hold, and what closes is free', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.rest('BUY', '5', '100');
    expect(ask(bench, bench.request('BUY', '5', '100'))).toMatch('INSUFFICIENT_MARGIN');
    // The other side would not add to it: the dearer of the two counts.
    expect(ask(bench, bench.request('SELL', '4.9', '100'))).toBe('passes');
    bench.trade('BUY', '5', '100');
    expect(ask(bench, bench.request('SELL', '5', '100'))).toBe('passes');
    expect(ask(bench, bench.request('SELL', '50', '100', { more: { reduceOnly: true } }))).toBe('passes');
  });

  it('lets an account that is short still reduce', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.trade('BUY', '9', '100');
    bench.btc.at('92');
    expect(ask(bench, bench.request('BUY', '0.001', '92'))).toMatch('INSUFFICIENT_MARGIN');
    expect(ask(bench, bench.request('SELL', '9', '92'))).toBe('passes');
  });

  it('measures an amended order in place of the former one', () => {
    const bench = new AccountBench({ USDT: '100' });
    const former = bench.rest('BUY', '9', '100');
    expect(ask(bench, bench.request('BUY', '9', '105'))).toMatch('INSUFFICIENT_MARGIN');
    // 9 × 105 = 945: 94.5 + 0.42525 against 90.405 before; and a fee of 0.0225 on what is dearer now
    expect(ask(bench, bench.request('BUY', '9', '105'), { replaces: former })).toBe('passes');
  });

  it('refuses a position beyond the tiers that allow the leverage', () => {
    const bench = new AccountBench({ USDT: '100000' });
    const leverage = decimal('95');
    bench.account.setSettings(bench.btc.key, { buyLeverage: leverage, sellLeverage: leverage, hedged: false });
    bench.trade('BUY', '150', '100');
    // Leverage 95 is allowed up to 20000.
    expect(ask(bench, bench.request('BUY', '50', '100'))).toBe('passes');
    expect(ask(bench, bench.request('BUY', '50.001', '100'))).toBe('RISK_LIMIT_EXCEEDED 20000 < 20000.1');
    expect(ask(bench, bench.request('SELL', '350', '100'))).toBe('passes');
    expect(ask(bench, bench.request('SELL', '350.001', '100'))).toBe('RISK_LIMIT_EXCEEDED 20000 < 20000.1');
  });

  it('lets other coins stand for margin in cross margin, not in isolated', () => {
    const bench = new AccountBench({ BTC: '1' });
    expect(ask(bench, bench.request('BUY', '9', '100'))).toBe('passes');
    bench.account.marginMode = 'ISOLATED';
    expect(ask(bench, bench.request('BUY', '9', '100'))).toMatch('INSUFFICIENT_MARGIN 0 <');
  });
});

describe('checkFunds of isolated margin', () => {
  it('leaves alone what other orders of the coin need', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.account.marginMode = 'ISOLATED';
    bench.rest('BUY', '5', '100');
    // 500 ÷ 10 + 500 × 0.9 × 0.0005 = 50.225 are held; as much again and the fee of 0.25 are asked for
    expect(ask(bench, bench.request('BUY', '5', '100'))).toBe('INSUFFICIENT_MARGIN 49.775 < 50.475');
  });
});

describe('checkFunds on a spot market', () => {
  const spot = (bench: AccountBench, request: FundsQuestion['request'], rest: Rest = {}): string =>
    ask(bench, request, { market: bench.spot, ...rest });
  const wish = (bench: AccountBench, more = {}): { market: AccountBench['spot']; more: object } => ({ market: bench.spot, more });

  it('wants the quote coins of a purchase and the base coins of a sale', () => {
    const bench = new AccountBench({ USDT: '100', BTC: '1' });
    expect(spot(bench, bench.request('BUY', '1', '100', wish(bench)))).toBe('passes');
    expect(spot(bench, bench.request('BUY', '1', '100.1', wish(bench)))).toBe('INSUFFICIENT_BALANCE 100 < 100.1');
    expect(spot(bench, bench.request('SELL', '1.000001', '100', wish(bench)))).toBe('INSUFFICIENT_BALANCE 1 < 1.000001');
  });

  it('leaves alone what open orders hold, but for the order that is amended', () => {
    const bench = new AccountBench({ USDT: '100' });
    const former = bench.rest('BUY', '0.5', '80', { market: bench.spot });
    expect(spot(bench, bench.request('BUY', '1', '70', wish(bench)))).toBe('INSUFFICIENT_BALANCE 60 < 70');
    expect(spot(bench, bench.request('BUY', '1', '70', wish(bench)), { replaces: former })).toBe('passes');
  });

  it('takes a market order by value at its value', () => {
    const bench = new AccountBench({ USDT: '100', BTC: '1' });
    const byValue = (side: 'BUY' | 'SELL', value: string): FundsQuestion['request'] =>
      bench.request(side, '0', undefined, wish(bench, { quoteQuantity: decimal(value) }));
    expect(spot(bench, byValue('BUY', '100'))).toBe('passes');
    expect(spot(bench, byValue('BUY', '100.01'))).toBe('INSUFFICIENT_BALANCE 100 < 100.01');
    // 99 ÷ 90 coins
    expect(spot(bench, byValue('SELL', '99'), { price: decimal('90') })).toBe('INSUFFICIENT_BALANCE 1 < 1.1');
    // 160 ÷ 96 = 1.666…, of which no more may be asked than the value pays for
    expect(spot(bench, byValue('SELL', '160'), { price: decimal('96') })).toBe('INSUFFICIENT_BALANCE 1 < 1.666666666666666666');
  });

  it('does not spend coins that positions need', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.trade('BUY', '5', '100');
    // 100 − 0.25 − (50 + 500 × 0.9 × 0.0005)
    expect(spot(bench, bench.request('BUY', '0.5', '100', wish(bench)))).toBe('INSUFFICIENT_BALANCE 49.525 < 50');
  });

  it('does not sell coins that stand for positions, counted down to eight digits', () => {
    const bench = new AccountBench({ BTC: '1' });
    bench.trade('BUY', '1', '100');
    bench.spot.at('70');
    // The fee of 0.05 is owed: 70 − 0.05 − (10 + 90 × 0.0005 = 10.045) = 59.905; ÷ 70 = 0.855785714…
    expect(spot(bench, bench.request('SELL', '1', '70', wish(bench)))).toBe('INSUFFICIENT_BALANCE 0.85578571 < 1');
  });
});
