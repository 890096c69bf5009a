import { decimal } from '@libs/kernel';
import type { MarginMode } from './settings';
import { changeLeverage, changeMarginMode } from './change-settings';
import { marginPicture } from './margin-picture';
import { AccountBench } from './testing/account-bench';

const asked = ({ account, markets, btc: market }: AccountBench, buy: string, sell = buy) =>
  changeLeverage({ account, markets, market }, { buy: decimal(buy), sell: decimal(sell) });

const leverage = (bench: AccountBench, buy: string, sell = buy): string => asked(bench, buy, sell)?.code ?? 'changed';

const mode = ({ account, markets }: AccountBench, to: MarginMode): string => changeMarginMode(account, markets, to)?.code ?? 'changed';

const margin = ({ account, btc }: AccountBench): string => account.position(btc.key).isolatedMargin.toString();

describe('changeLeverage', () => {
  it('changes what positions and orders need', () => {
    const bench = new AccountBench({ USDT: '1000' }, { maker: '0', taker: '0' });
    bench.trade('BUY', '10', '100');
    expect(leverage(bench, '20')).toBe('changed');
    expect(marginPicture(bench.account, bench.markets).totalInitialMargin.toString()).toBe('50');
  });

  it('refuses the present one, and one that the market does not know', () => {
    const bench = new AccountBench();
    expect(['10', '0.5', '100.01', '100'].map((one) => leverage(bench, one))).toEqual([
      ...['LEVERAGE_NOT_MODIFIED', 'LEVERAGE_OUT_OF_RANGE', 'LEVERAGE_OUT_OF_RANGE', 'changed'],
    ]);
  });

  it('changes one side alone', () => {
    const bench = new AccountBench();
    expect(leverage(bench, '10', '20')).toBe('changed');
    expect(leverage(bench, '10', '20')).toBe('LEVERAGE_NOT_MODIFIED');
    expect(leverage(bench, '5', '20')).toBe('changed');
    const { buyLeverage, sellLeverage } = bench.account.settings(bench.btc);
    expect([buyLeverage, sellLeverage].map(String)).toEqual(['5', '20']);
  });

  it('refuses one that the tier of a short and its orders does not allow', () => {
    const bench = new AccountBench({ USDT: '100000' });
    bench.trade('SELL', '150', '100');
    bench.rest('SELL', '60', '100');
    const refusal = asked(bench, '95')!;
    expect([refusal.code, String(refusal.limit), String(refusal.value)]).toEqual(['RISK_LIMIT_EXCEEDED', '20000', '21000']);
  });

  it('refuses one that the tier of the position does not allow', () => {
    const bench = new AccountBench({ USDT: '100000' });
    bench.trade('BUY', '150', '100');
    bench.rest('BUY', '60', '100');
    // 21000 in position and orders: the first tier, for leverage up to 100, ends at 20000
    expect(leverage(bench, '95')).toBe('RISK_LIMIT_EXCEEDED');
    expect(leverage(bench, '90')).toBe('changed');
  });

  it('refuses one that the account cannot afford and leaves everything as it was', () => {
    const bench = new AccountBench({ USDT: '100' }, { maker: '0', taker: '0' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '9', '100');
    // 900 ÷ 8 = 112.5 where 90 were set aside: 22.5 more, and 10 are free
    const refusal = asked(bench, '8')!;
    expect([refusal.code, String(refusal.limit), String(refusal.value)]).toEqual(['INSUFFICIENT_MARGIN', '10', '22.5']);
    expect(margin(bench)).toBe('90');
    expect(bench.account.settings(bench.btc).buyLeverage.toString()).toBe('10');
    expect(leverage(bench, '9')).toBe('changed');
    expect(margin(bench)).toBe('100');
  });

  it('rounds the margin that it sets aside up', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '1', '100');
    leverage(bench, '3');
    expect(margin(bench)).toBe('33.33333334');
  });
});

describe('changeMarginMode', () => {
  it('sets cost ÷ leverage aside for each position, and gives it back', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.trade('BUY', '5', '100');
    expect(mode(bench, 'ISOLATED')).toBe('changed');
    expect(margin(bench)).toBe('50');
    expect(mode(bench, 'ISOLATED')).toBe('MARGIN_MODE_NOT_MODIFIED');
    expect(mode(bench, 'CROSS')).toBe('changed');
    expect(margin(bench)).toBe('0');
  });

  it('refuses isolated margin to an account that lives on other coins', () => {
    const bench = new AccountBench({ USDT: '1', BTC: '5' });
    bench.trade('BUY', '5', '100');
    expect(mode(bench, 'ISOLATED')).toBe('INSUFFICIENT_MARGIN');
    expect([bench.account.marginMode, margin(bench)]).toEqual(['CROSS', '0']);
  });
});
