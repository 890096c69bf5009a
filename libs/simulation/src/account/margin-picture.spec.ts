import { decimal } from '@libs/kernel';
import { coinPicture, marginPicture } from './margin-picture';
import { AccountBench, texts } from './testing/account-bench';

const picture = ({ account, markets }: AccountBench) => marginPicture(account, markets);

describe('marginPicture in cross margin', () => {
  it('values positions at the mark price and counts the estimated fee to close', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.trade('BUY', '2', '100');
    bench.btc.at('110');
    // Wallet 1000 − 0.1, profit 20. Value 220: 220 ÷ 10 + 220 × (1 − 1/10) × 0.0005 = 22.099; 220 × 0.005 + 0.099 = 1.199
    expect(texts(picture(bench), 'totalEquity', 'totalWallet', 'totalUnrealised', 'totalInitialMargin', 'totalMaintenanceMargin')).toEqual({
      totalEquity: '1019.9',
      totalWallet: '999.9',
      totalUnrealised: '20',
      totalInitialMargin: '22.099',
      totalMaintenanceMargin: '1.199',
    });
    // 1019.9 − 22.099; 22.099 ÷ 1019.9 and 1.199 ÷ 1019.9, rounded up at 8 digits
    expect(texts(picture(bench), 'totalAvailable', 'initialRate', 'maintenanceRate')).toEqual({
      totalAvailable: '997.801',
      initialRate: '0.02166782',
      maintenanceRate: '0.00117561',
    });
    expect(texts(picture(bench).coins[0]!, 'asset', 'wallet', 'equity', 'positionIM', 'positionMM', 'cumulativeRealised')).toEqual({
      asset: 'USDT',
      wallet: '999.9',
      equity: '1019.9',
      positionIM: '22.099',
      positionMM: '1.199',
      cumulativeRealised: '-0.1',
    });
  });

  it('counts the fee of a short at its bankruptcy price above the mark', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.trade('SELL', '2', '110');
    bench.btc.at('110');
    // 22 + 220 × (1 + 1/10) × 0.0005
    expect(picture(bench).totalInitialMargin.toString()).toBe('22.121');
  });

  it('lowers the maintenance margin of a higher tier by its deduction', () => {
    const bench = new AccountBench({ USDT: '100000' }, { maker: '0', taker: '0' });
    bench.trade('BUY', '220', '100');
    // 22000 × 0.0056 − 20000 × (0.0056 − 0.005)
    expect(picture(bench).totalMaintenanceMargin.toString()).toBe('111.2');
  });

  it('needs margin for the dearer side of the open orders only', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.trade('BUY', '2', '110');
    bench.btc.at('110');
    const orderIM = (): string => picture(bench).coins[0]!.orderIM.toString();
    bench.rest('BUY', '1', '90');
    // 90 ÷ 10 + 90 × 0.9 × 0.0005
    expect(orderIM()).toBe('9.0405');
    bench.rest('SELL', '2', '120');
    expect(orderIM()).toBe('9.0405');
    bench.rest('SELL', '4', '120');
    // Four of six go beyond the position: 480 ÷ 10 + 480 × 1.1 × 0.0005 = 48.264, of which the position has 22.099
    expect(orderIM()).toBe('26.165');
  });

  it('needs margin for what is left of an order', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.rest('BUY', '10', '100', { more: { status: 'PARTIALLY_FILLED', filled: decimal('3') } });
    // 700 ÷ 10 + 700 × 0.9 × 0.0005
    expect(picture(bench).coins[0]!.orderIM.toString()).toBe('70.315');
  });

  it('needs none for orders that reduce, close a hedged side or wait for a trigger', () => {
    const bench = new AccountBench({ USDT: '1000' });
    bench.trade('BUY', '2', '100', { index: 1 });
    const before = picture(bench).totalInitialMargin;
    bench.rest('SELL', '2', '120', { index: 1 });
    bench.rest('SELL', '2', '120', { index: 1, more: { reduceOnly: true } });
    bench.rest('BUY', '2', '90', { index: 1, more: { status: 'UNTRIGGERED' } });
    expect(picture(bench).totalInitialMargin).toEqual(before);
  });

  it('values every coin in dollars and lets all of them stand for a position', () => {
    const bench = new AccountBench({ USDT: '50', BTC: '2', XYZ: '7', ETH: '3' });
    bench.spot.at('120');
    const { totalEquity, coins } = picture(bench);
    // ETH has no spot market here, and a contract marked at 10.
    expect(totalEquity.toString()).toBe('320');
    expect(coins.map(({ asset, usdValue }) => [asset, usdValue.toString()])).toEqual([
      ['USDT', '50'],
      ['BTC', '240'],
      ['XYZ', '0'],
      ['ETH', '30'],
    ]);
  });

  it('locks the quote coins of spot purchases and the base coins of spot sales', () => {
    const bench = new AccountBench({ USDT: '1000', BTC: '2' });
    bench.rest('BUY', '3', '90', { market: bench.spot });
    const sale = bench.rest('SELL', '0.5', '130', { market: bench.spot });
    const [usdt, btc] = picture(bench).coins;
    expect(texts(usdt!, 'locked', 'free')).toEqual({ locked: '270', free: '730' });
    expect(texts(btc!, 'locked', 'free')).toEqual({ locked: '0.5', free: '1.5' });
    // 1000 + 200 − 270 − 50
    expect(picture(bench).totalAvailable.toString()).toBe('880');
    bench.cancel(sale);
    expect(coinPicture(bench.account, bench.markets, 'BTC').locked.toString()).toBe('0');
  });

  it('locks coins once for the two orders of an OCO pair, and at once for a spot take-profit', () => {
    const bench = new AccountBench({ BTC: '2' });
    const pair = { purpose: 'SPOT_OCO', status: 'UNTRIGGERED' } as const;
    const locked = (): string => coinPicture(bench.account, bench.markets, 'BTC').locked.toString();
    const upper = bench.rest('SELL', '1', '120', { market: bench.spot, id: 'a', more: { ...pair, siblingOrderId: 'b' } });
    const lower = bench.rest('SELL', '1', '80', { market: bench.spot, id: 'b', more: { ...pair, siblingOrderId: 'a' } });
    expect(locked()).toBe('1');
    bench.cancel(upper);
    expect(locked()).toBe('1');
    bench.cancel(lower);
    expect(locked()).toBe('0');
    bench.rest('SELL', '1', '120', { market: bench.spot, more: { purpose: 'SPOT_TPSL', status: 'UNTRIGGERED' } });
    bench.rest('SELL', '1', '120', { market: bench.spot, more: { purpose: 'STOP', status: 'UNTRIGGERED' } });
    expect(locked()).toBe('1');
  });

  it('locks the value of an order that names one, and the coins it may take to get it', () => {
    const bench = new AccountBench({ USDT: '1000', BTC: '2' });
    const more = { purpose: 'SPOT_TPSL', status: 'UNTRIGGERED', quoteQuantity: decimal('100') } as const;
    bench.rest('BUY', '0', '90', { market: bench.spot, more });
    bench.rest('SELL', '0', '120', { market: bench.spot, more });
    // 100 ÷ 120, rounded up
    expect(picture(bench).coins.map(({ locked }) => locked.toString())).toEqual(['100', '0.833333333333333334']);
  });

  it('shows coins the account never had as nothing', () => {
    const bench = new AccountBench();
    expect(texts(coinPicture(bench.account, bench.markets, 'ETH'), 'wallet', 'equity', 'free')).toEqual({
      wallet: '0',
      equity: '0',
      free: '0',
    });
  });
});

describe('marginPicture in isolated margin', () => {
  it('keeps the margin at the entry price, whatever the mark price does', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '1', '100');
    for (const mark of ['100', '95', '130']) {
      bench.btc.at(mark);
      // 100 ÷ 10 + 100 × 0.9 × 0.0005; wallet 100 − 0.05
      expect(picture(bench).coins[0]!.positionIM.toString()).toBe('10.045');
      expect(picture(bench).totalAvailable.toString()).toBe('89.905');
    }
    // 130 × 0.005 + 0.045
    expect(picture(bench).totalMaintenanceMargin.toString()).toBe('0.695');
  });

  it('frees margin in proportion to what is closed', () => {
    const bench = new AccountBench({ USDT: '100' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '4', '100');
    expect(bench.trade('SELL', '1', '100').position!.isolatedMargin.toString()).toBe('30');
    expect(bench.trade('SELL', '3', '100').position!.isolatedMargin.toString()).toBe('0');
  });

  it('does not let one coin stand for positions in another', () => {
    const bench = new AccountBench({ USDT: '5', BTC: '10' });
    bench.account.marginMode = 'ISOLATED';
    expect(coinPicture(bench.account, bench.markets, 'USDT').free).toEqual(decimal('5'));
  });
});
