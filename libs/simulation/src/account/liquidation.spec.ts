import { decimal } from '@libs/kernel';
import { liquidationDue } from './liquidation';
import { positionRisk, type PositionRisk } from './position-risk';
import { AccountBench, texts } from './testing/account-bench';

const FREE = { maker: '0', taker: '0' };

const risk = ({ account, markets, btc }: AccountBench, index: 0 | 1 | 2 = 0): PositionRisk =>
  positionRisk({ account, markets, market: btc, position: account.position(btc.key, index) });

describe('positionRisk', () => {
  it('finds the price at which an isolated position has used up its margin', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '1', '100');
    // 10 + p − 100 = 0.005 p at 90 ÷ 0.995 = 90.452…; the margin of 10 is gone at 90
    expect(texts(risk(bench), 'liquidationPrice', 'bankruptcyPrice')).toEqual({ liquidationPrice: '90.4', bankruptcyPrice: '90' });
  });

  it('mirrors it for an isolated short', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('SELL', '1', '100');
    // 10 + 100 − p = 0.005 p at 110 ÷ 1.005 = 109.452…
    expect(texts(risk(bench), 'liquidationPrice', 'bankruptcyPrice')).toEqual({ liquidationPrice: '109.5', bankruptcyPrice: '110' });
    // 10 set aside and the fee to close of 100 × 1.1 × 0.0005
    expect(texts(risk(bench), 'initial', 'value')).toEqual({ initial: '10.055', value: '100' });
  });

  it('lets the whole account stand for a position in cross margin', () => {
    const bench = new AccountBench({ USDT: '100' }, FREE);
    bench.trade('BUY', '10', '100');
    // 100 + 10 (p − 100) = 0.05 p at 900 ÷ 9.95 = 90.452…
    expect(texts(risk(bench), 'liquidationPrice', 'bankruptcyPrice', 'leverage')).toEqual({
      liquidationPrice: '90.4',
      bankruptcyPrice: '90',
      leverage: '10',
    });
  });

  it('counts the fee to close in cross margin', () => {
    const bench = new AccountBench({ USDT: '100.5' });
    bench.trade('BUY', '10', '100');
    // The fee took 0.5. 100 + 10 (p − 100) = 10 p × (0.005 + 0.9 × 0.0005) at 900 ÷ 9.9455 = 90.493…
    expect(risk(bench).liquidationPrice!.toString()).toBe('90.4');
    // 1000 × 0.005 + 1000 × 0.9 × 0.0005; 1000 ÷ 10 + 0.45
    expect(texts(risk(bench), 'maintenance', 'initial')).toEqual({ maintenance: '5.45', initial: '100.45' });
  });

  it('uses the tier that the position has at the liquidation price', () => {
    const bench = new AccountBench({ USDT: '2000' }, FREE);
    bench.trade('BUY', '220', '100');
    // 2000 + 220 (p − 100) = 220 p × 0.0056 − 12 at 19988 ÷ 218.768 = 91.366…, worth 20100: the second tier
    expect(risk(bench).liquidationPrice!.toString()).toBe('91.3');
    bench.account.balances.set('USDT', decimal('3000'));
    // At 18988 ÷ 218.768 = 86.79 it is worth 19095: the first tier, 19000 ÷ 218.9 = 86.797…
    expect(risk(bench).liquidationPrice!.toString()).toBe('86.7');
  });

  it('names none where no price would bring it about', () => {
    const bench = new AccountBench({ USDT: '10000' });
    bench.trade('BUY', '10', '100');
    expect(risk(bench)).not.toHaveProperty('liquidationPrice');
    bench.trade('SELL', '10', '100');
    expect(texts(risk(bench), 'value', 'initial', 'maintenance')).toEqual({ value: '0', initial: '0', maintenance: '0' });
    expect(risk(bench)).not.toHaveProperty('bankruptcyPrice');
  });

  it('goes by the net of two hedged positions in cross margin', () => {
    const bench = new AccountBench({ USDT: '100' }, FREE);
    bench.trade('BUY', '12', '100', { index: 1 });
    bench.trade('SELL', '2', '100', { index: 2 });
    // 100 + 10 (p − 100) = 14 p × 0.005 at 900 ÷ 9.93 = 90.634…; nothing threatens the short
    expect(risk(bench, 1).liquidationPrice!.toString()).toBe('90.6');
    expect(risk(bench, 2)).not.toHaveProperty('liquidationPrice');
  });

  it('tells where closing would earn back fees and all', () => {
    const bench = new AccountBench({ USDT: '1000' }, FREE);
    bench.trade('BUY', '2', '100');
    // 200 ÷ (2 − 2 × 0.00055)
    expect(risk(bench).breakEvenPrice!.toString()).toBe('100.05503027');
  });

  it('tells it of a short below its entry, and counts what was paid so far', () => {
    const short = new AccountBench({ USDT: '1000' }, FREE);
    short.trade('SELL', '2', '100');
    // 200 ÷ (2 + 2 × 0.00055)
    expect(risk(short).breakEvenPrice!.toString()).toBe('99.94503023');
    const long = new AccountBench({ USDT: '1000' });
    long.trade('BUY', '2', '100');
    // (200 + 0.1) ÷ (2 − 2 × 0.00055)
    expect(risk(long).breakEvenPrice!.toString()).toBe('100.10505778');
  });

  it('rounds margins and the fee to close up', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.account.setSettings(bench.btc.key, { buyLeverage: decimal('3'), sellLeverage: decimal('3'), hedged: false });
    bench.trade('BUY', '1', '100');
    // 100 × 0.005 + 100 × (3 − 1) × 0.0005 ÷ 3 = 0.5 + 0.0333…
    // 100 × (1 + (3 − 1) × 0.0005) ÷ 3 = 33.3666…
    expect(texts(risk(bench), 'initial', 'maintenance')).toEqual({ initial: '33.36666667', maintenance: '0.53333334' });
  });
});

describe('liquidationDue', () => {
  it('names every position of a cross account once its margin balance is down to the maintenance margin', () => {
    const bench = new AccountBench({ USDT: '100' }, FREE);
    bench.trade('BUY', '10', '100');
    bench.trade('BUY', '1', '10', { market: bench.eth });
    // 100 + 10 (p − 100) = 0.05 p + 0.05 at 900.05 ÷ 9.95 = 90.457…
    bench.btc.at('90.5');
    expect(liquidationDue(bench.account, bench.markets)).toEqual([]);
    bench.btc.at('90.4');
    expect(liquidationDue(bench.account, bench.markets).map(({ market }) => market)).toEqual(['linear:BTCUSDT', 'linear:ETHUSDT']);
  });

  it('names single positions of an isolated account, however rich it is', () => {
    const bench = new AccountBench({ USDT: '100000' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '1', '100');
    bench.trade('BUY', '1', '10', { market: bench.eth });
    bench.btc.at('90.4');
    expect(liquidationDue(bench.account, bench.markets).map(({ market }) => market)).toEqual(['linear:BTCUSDT']);
  });

  it('names an isolated position as soon as its margin is down to the maintenance margin', () => {
    const bench = new AccountBench({ USDT: '1000' }, FREE);
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '1', '109.5');
    bench.account.setPosition({ ...bench.account.position(bench.btc.key), isolatedMargin: decimal('10') });
    bench.btc.at('100.1');
    expect(liquidationDue(bench.account, bench.markets)).toEqual([]);
    // 10 − 9.5 = 0.5 = 100 × 0.005
    bench.btc.at('100');
    expect(liquidationDue(bench.account, bench.markets)).toHaveLength(1);
  });

  it('sees the open side of a hedged account whose other side is closed', () => {
    const bench = new AccountBench({ USDT: '100' }, FREE);
    bench.trade('BUY', '1', '100', { index: 1 });
    bench.trade('SELL', '1', '100', { index: 1 });
    bench.trade('SELL', '10', '100', { index: 2 });
    // 100 − 10 (p − 100) = 0.05 p at 1100 ÷ 10.05 = 109.452…
    bench.btc.at('109.5');
    expect(liquidationDue(bench.account, bench.markets).map(({ index }) => index)).toEqual([2]);
  });

  it('never names an account without positions', () => {
    expect(liquidationDue(new AccountBench({}).account, new Map())).toEqual([]);
  });
});
