import { decimal } from '@libs/kernel';
import { AccountBench, BTC, TestMarket, texts } from './testing/account-bench';

describe('settleTrade on a linear market', () => {
  it('opens at the price, pays the taker fee and books one line', () => {
    const bench = new AccountBench();
    const { fee, position, realised, entries } = bench.trade('BUY', '2', '100');
    // 2 × 100 × 0.0005 = 0.1
    expect(fee.amount.toString()).toBe('0.1');
    expect(texts(position!, 'quantity', 'cost', 'openFees', 'realised', 'cumulativeRealised')).toEqual({
      quantity: '2',
      cost: '200',
      openFees: '0.1',
      realised: '-0.1',
      cumulativeRealised: '-0.1',
    });
    expect(realised.isZero).toBe(true);
    expect(entries).toHaveLength(1);
    expect(texts(entries[0]!, 'asset', 'kind', 'cashFlow', 'fee', 'change', 'balance', 'position')).toEqual({
      asset: 'USDT',
      kind: 'TRADE',
      cashFlow: '0',
      fee: '0.1',
      change: '-0.1',
      balance: '9999.9',
      position: '2',
    });
    expect(bench.balance()).toBe('9999.9');
  });

  it('takes a share of the cost when part is closed, rounded half-even at 8 digits, and leaves the rest', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '3', '100');
    bench.trade('BUY', '4', '101');
    // Cost 300 + 404 = 704; a third of 7 lots of three: 704 × 3 ÷ 7 = 301.714285714… → 301.71428571
    const { realised, closed, position, closedPosition } = bench.trade('SELL', '3', '110');
    // 301.71428571 ÷ 3
    expect(closedPosition!.averageEntry.toString()).toBe('100.57142857');
    expect(closed.toString()).toBe('3');
    expect(realised.toString()).toBe('28.28571429');
    expect(position!.cost.toString()).toBe('402.28571429');
    // What is left goes with the last lot: 440 − 402.28571429
    const rest = bench.trade('SELL', '4', '110');
    expect(rest.realised.toString()).toBe('37.71428571');
    // 402.28571429 ÷ 4 = 100.5714285725, in a report of eight digits
    expect(rest.closedPosition!.averageEntry.toString()).toBe('100.57142857');
    // Both together are the whole profit: 770 − 704 = 66
    expect(texts(bench.account.position('linear:BTCUSDT'), 'quantity', 'cost', 'openFees')).toEqual({
      quantity: '0',
      cost: '0',
      openFees: '0',
    });
  });

  it('turns a long into a short: the held part closes, the rest opens at the price of the trade', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '2', '100');
    const { realised, closed, position, closedPosition } = bench.trade('SELL', '5', '110');
    expect(realised.toString()).toBe('20');
    expect(closed.toString()).toBe('2');
    // The fee of 5 × 110 × 0.0005 = 0.275 is split 2 : 3 into 0.11 and 0.165.
    expect(texts(position!, 'quantity', 'cost', 'openFees')).toEqual({ quantity: '-3', cost: '-330', openFees: '0.165' });
    // 20 − 0.1 for opening − 0.11 for closing
    expect(texts(closedPosition!, 'quantity', 'profit', 'openFee', 'closeFee', 'averageEntry', 'averageExit')).toEqual({
      quantity: '2',
      profit: '19.79',
      openFee: '0.1',
      closeFee: '0.11',
      averageEntry: '100',
      averageExit: '110',
    });
  });

  it('starts the result of a position anew once it was flat, but not the result of all time', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '1', '100');
    bench.trade('SELL', '1', '110');
    // 10 − 0.05 − 0.055
    expect(bench.account.position('linear:BTCUSDT').realised.toString()).toBe('9.895');
    const { position } = bench.trade('BUY', '1', '120');
    // 9.895 − 0.06
    expect(texts(position!, 'realised', 'cumulativeRealised')).toEqual({ realised: '-0.06', cumulativeRealised: '9.835' });
  });

  it('keeps a long and a short side by side in hedge mode', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '2', '100', { index: 1 });
    bench.trade('SELL', '3', '105', { index: 2 });
    expect(bench.account.position('linear:BTCUSDT', 1).quantity.toString()).toBe('2');
    expect(bench.account.position('linear:BTCUSDT', 2).quantity.toString()).toBe('-3');
    expect(bench.trade('SELL', '2', '103', { index: 1 }).realised.toString()).toBe('6');
  });

  it('gives a maker a rebate when the rate is negative', () => {
    const bench = new AccountBench({ USDT: '100' }, { maker: '-0.0001', taker: '0.0005' });
    bench.trade('BUY', '1', '100', { isMaker: true });
    expect(bench.balance()).toBe('100.01');
  });

  it('sets margin aside rounded up, never less than the leverage asks for', () => {
    const bench = new AccountBench();
    bench.account.marginMode = 'ISOLATED';
    const leverage = decimal('3');
    bench.account.setSettings(bench.btc.key, { buyLeverage: leverage, sellLeverage: leverage, hedged: false });
    // 100 ÷ 3 = 33.333…
    expect(bench.trade('BUY', '1', '100').position!.isolatedMargin.toString()).toBe('33.33333334');
  });

  it('drops the exits of a short too, a trailing stop among them, and counts it as over', () => {
    const bench = new AccountBench();
    const { position } = bench.trade('SELL', '1', '100', { at: 1 });
    const trailing = { distance: decimal('5') };
    bench.account.setPosition({ ...position!, trailing, stopLoss: { price: decimal('120'), source: 'LAST' }, isLiquidating: true });
    const turned = bench.trade('BUY', '3', '90', { at: 2 }).position!;
    expect(turned).not.toHaveProperty('trailing');
    expect(turned).not.toHaveProperty('stopLoss');
    expect([turned.isLiquidating, turned.openedAt]).toEqual([false, 2]);
    bench.account.setPosition({ ...turned, trailing });
    expect(bench.trade('SELL', '2', '95', { at: 3 }).position).not.toHaveProperty('trailing');
  });

  it('drops the exits of a position with the position', () => {
    const bench = new AccountBench();
    const { position } = bench.trade('BUY', '1', '100');
    bench.account.setPosition({ ...position!, takeProfit: { price: decimal('120'), source: 'LAST' }, exitMode: 'PARTIAL' });
    expect(bench.trade('SELL', '0.5', '110').position!.takeProfit).toBeDefined();
    const flat = bench.trade('SELL', '0.5', '110').position!;
    expect(flat).not.toHaveProperty('takeProfit');
    expect(flat.exitMode).toBe('FULL');
  });

  it('adds up the closing trades of one order in one record', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '3', '100');
    bench.trade('SELL', '1', '110', { id: 'exit', at: 1 });
    const limit = { type: 'LIMIT', price: decimal('115') } as const;
    const { closedPosition } = bench.trade('SELL', '2', '116', { id: 'exit', at: 2, more: limit });
    // Exit at (110 + 232) ÷ 3 = 114; fees 0.055 + 0.116 to close and 0.15 to open
    expect(texts(closedPosition!, 'quantity', 'entryValue', 'exitValue', 'averageExit', 'openFee', 'closeFee', 'profit', 'fills')).toEqual({
      quantity: '3',
      entryValue: '300',
      exitValue: '342',
      averageExit: '114',
      openFee: '0.15',
      closeFee: '0.171',
      profit: '41.679',
      fills: '2',
    });
    expect(closedPosition).toMatchObject({ createdAt: 1, updatedAt: 2, orderPrice: limit.price });
    expect([...bench.account.closed.values()]).toEqual([closedPosition]);
  });
});

describe('settleTrade on a contract that is settled in another coin than it is quoted in', () => {
  it('pays fee and profit in the coin that settles', () => {
    const bench = new AccountBench({ USDC: '1000' });
    const market = new TestMarket({ ...BTC, quote: 'USD', settle: 'USDC' }).at('100');
    const { fee } = bench.trade('BUY', '2', '100', { market });
    expect(texts(fee, 'amount', 'asset')).toEqual({ amount: '0.1', asset: 'USDC' });
    bench.trade('SELL', '2', '110', { market });
    // 1000 − 0.1 + 20 − 0.11
    expect(bench.balance('USDC')).toBe('1019.79');
  });
});

describe('settleTrade on a spot market', () => {
  it('takes the fee of a purchase out of the coins received and books a line for each coin', () => {
    const bench = new AccountBench({ USDT: '1000' });
    const { fee, entries } = bench.trade('BUY', '2', '100', { market: bench.spot });
    // 2 × 0.0005
    expect(texts(fee, 'amount', 'asset', 'rate')).toEqual({ amount: '0.001', asset: 'BTC', rate: '0.0005' });
    expect(entries.map((entry) => texts(entry, 'asset', 'change', 'balance'))).toEqual([
      { asset: 'USDT', change: '-200', balance: '800' },
      { asset: 'BTC', change: '1.999', balance: '1.999' },
    ]);
  });

  it('takes the fee of a sale out of the proceeds', () => {
    const bench = new AccountBench({ BTC: '3' });
    const { fee } = bench.trade('SELL', '2', '100', { market: bench.spot, isMaker: true });
    // 200 × 0.0002
    expect(texts(fee, 'amount', 'asset')).toEqual({ amount: '0.04', asset: 'USDT' });
    expect([bench.balance('BTC'), bench.balance('USDT')]).toEqual(['1', '199.96']);
  });

  it('rounds a fee half-even at 8 digits', () => {
    const bench = new AccountBench({ USDT: '1000' });
    // 0.00001 × 0.0005 = 0.000000005: halfway between 0 and 0.00000001, so the even one
    expect(bench.trade('BUY', '0.00001', '100', { market: bench.spot }).fee.amount.toString()).toBe('0');
    // 0.00003 × 0.0005 = 0.000000015 → 0.00000002
    expect(bench.trade('BUY', '0.00003', '100', { market: bench.spot }).fee.amount.toString()).toBe('0.00000002');
  });
});

describe('settleFunding', () => {
  it('makes a long pay and a short receive when the rate is positive, on the value at the mark price', () => {
    const [long, short] = [new AccountBench(), new AccountBench()];
    long.trade('BUY', '2', '100');
    short.trade('SELL', '2', '100');
    long.btc.at('110');
    short.btc.at('110');
    // 2 × 110 × 0.0001
    expect(long.fund('0.0001').map(({ paid, value }) => [paid.toString(), value.toString()])).toEqual([['0.022', '220']]);
    expect(short.fund('0.0001').map(({ paid, value }) => [paid.toString(), value.toString()])).toEqual([['-0.022', '220']]);
    expect([long, short].map(({ account }) => texts(account.ledger.items.at(-1)!, 'side', 'quantity', 'position'))).toEqual([
      { side: 'BUY', quantity: '2', position: '2' },
      { side: 'SELL', quantity: '2', position: '-2' },
    ]);
    expect(long.balance()).toBe('9999.878');
    expect(texts(long.account.position('linear:BTCUSDT'), 'realised', 'cost')).toEqual({ realised: '-0.122', cost: '200' });
    expect(texts(long.account.ledger.items.at(-1)!, 'kind', 'funding', 'change', 'fee')).toEqual({
      kind: 'FUNDING',
      funding: '0.022',
      change: '-0.022',
      fee: '0',
    });
  });

  // https://www.bybit.com/en/help-center/article/Position-Margin
  it('takes from the margin of an isolated position what the account has not free', () => {
    const bench = new AccountBench({ USDT: '25' });
    bench.account.marginMode = 'ISOLATED';
    bench.trade('BUY', '2', '100');
    const margin = (): string => bench.account.position('linear:BTCUSDT').isolatedMargin.toString();
    // 25 less the fee of 0.1, the margin of 20 and the fee to close of 200 × 0.9 × 0.0005 = 0.09: 4.81 are free
    bench.fund('0.02');
    expect([bench.balance(), margin()]).toEqual(['20.9', '20']);
    // of the next 4 there are 0.81 free
    bench.fund('0.02');
    expect([bench.balance(), margin()]).toEqual(['16.9', '16.81']);
    // what comes in is free
    bench.fund('-0.02');
    expect([bench.balance(), margin()]).toEqual(['20.9', '16.81']);
  });

  it('takes nothing from a margin of its own in cross margin, however short the account is', () => {
    const bench = new AccountBench({ USDT: '10.2' });
    bench.trade('BUY', '1', '100');
    bench.fund('0.02');
    expect([bench.balance(), bench.account.position('linear:BTCUSDT').isolatedMargin.toString()]).toEqual(['8.15', '0']);
  });

  it('leaves accounts without a position alone', () => {
    const bench = new AccountBench();
    bench.trade('BUY', '2', '100');
    bench.trade('SELL', '2', '100');
    expect(bench.fund('0.01')).toEqual([]);
  });
});
