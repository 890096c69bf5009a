import { buildInstrument } from '@libs/testkit';
import { TRUSTED, trustOf } from '../market/data-trust';
import { decimal } from '../number/decimal';
import type { OrderRequest } from '../order/order';
import { RISK_RULES, checkOrder } from './check-order';
import type { Denial } from './denial';
import type { RiskContext } from './rule';

const instrument = buildInstrument({ minQuantity: decimal('0.01'), maxQuantity: decimal('50') });

interface Words {
  side?: 'BUY' | 'SELL';
  quantity?: string;
  price?: string;
  reduceOnly?: boolean;
}

function order({ side = 'BUY', quantity = '1', price, reduceOnly = false }: Words = {}, more: Partial<OrderRequest> = {}): OrderRequest {
  const limit = price === undefined ? {} : { price: decimal(price) };
  const type = price === undefined ? 'MARKET' : 'LIMIT';
  return {
    symbol: instrument.symbol,
    side,
    type,
    quantity: decimal(quantity),
    ...limit,
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly,
    ...more,
  };
}

const sides = (position: string, openSameSide = '0') => ({ position: decimal(position), openSameSide: decimal(openSameSide) });

/** Equity 10,000, a tenth of it per symbol, 99 bid and 100 asked. */
function context(changes: Partial<RiskContext> = {}): RiskContext {
  return {
    instrument,
    tradingState: 'ACTIVE',
    reconciled: true,
    price: { bid: decimal('99'), ask: decimal('100') },
    trust: TRUSTED,
    settleAsset: 'USDT',
    equity: decimal('10000'),
    maxPositionSize: decimal('0.1'),
    account: sides('0'),
    deployment: sides('0'),
    otherExposure: decimal('0'),
    available: {},
    ...changes,
  };
}

const refusal = (denial: Denial | null) => (denial === null ? null : [denial.code, denial.limit, denial.value]);
const judge = (request: OrderRequest, changes: Partial<RiskContext> = {}) => refusal(checkOrder(request, context(changes)));

describe('checkOrder', () => {
  it('lets a sound order go', () => {
    expect(judge(order())).toBeNull();
  });

  it.each([
    ['no quantity', order({ quantity: '0' }), ['INVALID_REQUEST', 'quantity > 0', '0']],
    ['a price of zero', order({ price: '0' }), ['INVALID_REQUEST', 'price > 0', '0']],
    ['a negative price', order({ price: '-1' }), ['INVALID_REQUEST', 'price > 0', '-1']],
    ['a limit without price', order({}, { type: 'LIMIT' }), ['INVALID_REQUEST', 'a price', 'none']],
    ['a market order with a price', order({ price: '100' }, { type: 'MARKET' }), ['INVALID_REQUEST', 'no price', '100']],
    [
      'a postOnly order that may take',
      order({ price: '100' }, { postOnly: true, timeInForce: 'IOC' }),
      ['INVALID_REQUEST', 'LIMIT GTC', 'LIMIT IOC'],
    ],
    ['a postOnly order without a price', order({}, { postOnly: true }), ['INVALID_REQUEST', 'LIMIT GTC', 'MARKET GTC']],
    ['a long tag', order({}, { tag: 'x'.repeat(65) }), ['INVALID_REQUEST', '64 characters', '65 characters']],
    ['a price between ticks', order({ price: '99.95' }), ['TICK_SIZE', '0.1 USDT', '99.95 USDT']],
    ['a quantity between lots', order({ quantity: '1.0005' }), ['LOT_SIZE', '0.001 BTC', '1.0005 BTC']],
    ['too little', order({ quantity: '0.009' }), ['MIN_QUANTITY', '0.01 BTC', '0.009 BTC']],
    ['too much', order({ quantity: '50.001' }), ['MAX_QUANTITY', '50 BTC', '50.001 BTC']],
    ['too small a value', order({ quantity: '0.049' }), ['MIN_NOTIONAL', '5 USDT', '4.9 USDT']],
  ])('denies %s, naming limit and value', (_, request, expected) => {
    expect(judge(request)).toEqual(expected);
  });

  it('takes an order that stands at a limit of its own', () => {
    expect(judge(order({ quantity: '0.05' }))).toBeNull(); // 5 USDT at 100, the least that is taken
    expect(judge(order({}, { tag: 'x'.repeat(64) }))).toBeNull();
  });

  it('names limit and value in the message too', () => {
    expect(checkOrder(order({ price: '99.95' }), context())?.message).toBe(
      'price 99.95 is not a multiple of the tick size 0.1 of BTC/USDT:USDT',
    );
  });

  it('asks every rule once', () => {
    expect(new Set(RISK_RULES).size).toBe(RISK_RULES.length);
    expect(checkOrder(order(), context({ reconciled: false }), [])).toBeNull();
  });
});

describe('gates', () => {
  it('lets nothing out while HALTED, exits neither', () => {
    expect(
      judge(order({ side: 'SELL', reduceOnly: true }), { tradingState: 'HALTED', account: sides('1'), deployment: sides('1') })?.[0],
    ).toBe('TRADING_HALTED');
  });

  it('lets only what reduces the account out while REDUCING', () => {
    expect(judge(order({ side: 'SELL', quantity: '2' }), { tradingState: 'REDUCING', account: sides('2') })).toBeNull();
    expect(judge(order({ side: 'SELL', quantity: '2' }), { tradingState: 'REDUCING', account: sides('2', '0.5') })).toEqual([
      'TRADING_REDUCING',
      '1.5 BTC',
      '2 BTC',
    ]);
    expect(judge(order({ side: 'BUY', quantity: '0.1' }), { tradingState: 'REDUCING', account: sides('2') })).toEqual([
      'TRADING_REDUCING',
      '0 BTC',
      '0.1 BTC',
    ]);
  });

  it('waits for the first reconciliation', () => {
    expect(judge(order(), { reconciled: false })?.[0]).toBe('NOT_RECONCILED');
  });

  it('judges nothing without a price', () => {
    expect(judge(order(), { price: null })?.[0]).toBe('NO_PRICE');
    expect(judge(order({ price: '100' }), { price: null })?.[0]).toBe('NO_PRICE');
  });
});

describe('dataTrusted', () => {
  const stale = trustOf(['STALE', 'GAP']);

  it('denies an entry while data is not trusted, naming level, reasons and symbol', () => {
    expect(checkOrder(order(), context({ trust: stale }))).toEqual({
      code: 'DATA_UNTRUSTED',
      limit: 'TRUSTED or DEGRADED',
      value: 'UNTRUSTED: STALE, GAP',
      message: 'market data of BTC/USDT:USDT is not trusted (STALE, GAP): only what reduces the position may go',
    });
  });

  it('lets entries go while data is only late', () => {
    expect(judge(order(), { trust: trustOf(['FORMING']) })).toBeNull();
  });

  it('never holds an exit, and holds an order that would turn the position round', () => {
    expect(judge(order({ side: 'SELL', quantity: '2' }), { trust: stale, account: sides('2') })).toBeNull();
    expect(judge(order({ side: 'SELL', quantity: '2.001' }), { trust: stale, account: sides('2') })?.[0]).toBe('DATA_UNTRUSTED');
    expect(judge(order({ side: 'SELL', quantity: '2' }), { trust: stale, account: sides('2', '0.5') })?.[0]).toBe('DATA_UNTRUSTED');
  });

  it('leaves the word to the missing price where there is none', () => {
    expect(judge(order(), { trust: stale, price: null })?.[0]).toBe('NO_PRICE');
  });
});

describe('reduceOnly', () => {
  it('is judged against the position of the deployment, not of the account', () => {
    expect(judge(order({ side: 'SELL', reduceOnly: true }), { account: sides('5'), deployment: sides('0.5') })).toEqual([
      'REDUCE_ONLY',
      '0.5 BTC',
      '1 BTC',
    ]);
    expect(judge(order({ side: 'SELL', reduceOnly: true }), { account: sides('0'), deployment: sides('1') })).toBeNull();
  });

  it('leaves out what open orders already close', () => {
    expect(judge(order({ side: 'SELL', reduceOnly: true }), { deployment: sides('1.5', '1') })).toEqual([
      'REDUCE_ONLY',
      '0.5 BTC',
      '1 BTC',
    ]);
  });

  it('cannot enlarge', () => {
    expect(judge(order({ side: 'BUY', reduceOnly: true }), { deployment: sides('3') })).toEqual(['REDUCE_ONLY', '0 BTC', '1 BTC']);
  });

  it('may close a rest below the minimum value', () => {
    expect(
      judge(order({ side: 'SELL', quantity: '0.01', reduceOnly: true }), { account: sides('0.01'), deployment: sides('0.01') }),
    ).toBeNull();
  });
});

describe('maxPositionSize', () => {
  it('takes a buy at the asking price: ten at 100 are the thousand that a tenth of 10,000 allows', () => {
    expect(judge(order({ quantity: '10' }))).toBeNull();
    expect(judge(order({ quantity: '10.001' }))).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1000.1 USDT']);
  });

  it('takes a limit buy at its limit and a sell at the better of limit and bid', () => {
    expect(judge(order({ quantity: '10', price: '100.1' }))).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1001 USDT']);
    expect(judge(order({ side: 'SELL', quantity: '10.2', price: '90' }))).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1009.8 USDT']);
  });

  it('counts what is held and every open order on the side as filled', () => {
    expect(judge(order({ quantity: '2' }), { account: sides('5', '3') })).toBeNull();
    expect(judge(order({ quantity: '2.001' }), { account: sides('5', '3') })).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1000.1 USDT']);
  });

  it('values what is held at the price of now and the order at its own', () => {
    // 9 held at 100, one more at a limit of 50.
    expect(judge(order({ quantity: '1', price: '50' }), { account: sides('9') })).toBeNull();
    expect(judge(order({ quantity: '3', price: '50' }), { account: sides('9') })).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1050 USDT']);
  });

  it('never blocks an exit, however large the position has become', () => {
    expect(judge(order({ side: 'SELL', quantity: '40' }), { account: sides('40') })).toBeNull();
    expect(judge(order({ side: 'BUY', quantity: '40' }), { account: sides('-40') })).toBeNull();
    expect(judge(order({ side: 'SELL', quantity: '40' }), { account: sides('40'), equity: decimal('-5') })).toBeNull();
  });

  it('counts only the part that an exit flips', () => {
    expect(judge(order({ side: 'SELL', quantity: '50' }), { account: sides('40') })).toBeNull();
    expect(judge(order({ side: 'SELL', quantity: '50', price: '100' }), { account: sides('40') })).toBeNull();
    expect(judge(order({ side: 'SELL', quantity: '50' }), { account: sides('39') })).toEqual([
      'MAX_POSITION_SIZE',
      '1000 USDT',
      '1089 USDT',
    ]);
  });
});

describe('an order that is being cancelled', () => {
  const account = { ...sides('5', '4'), leaving: decimal('3') };
  const words =
    '; 3 BTC of that are being cancelled and count until the venue says that they are gone, since they may still fill: ' +
    'wait for CANCELED, or amend the order instead';
  const says = (request: OrderRequest, changes: Partial<RiskContext>) => checkOrder(request, context(changes))?.message;

  it('counts whole, and the refusal says so', () => {
    expect(judge(order({ quantity: '1' }), { account })).toBeNull();
    expect(says(order({ quantity: '2' }), { account })).toBe(
      `BTC/USDT:USDT could grow to 1100 USDT, the limit is 1000 USDT (0.1 of equity 10000)${words}`,
    );
    expect(says(order({ quantity: '2' }), { account: sides('5', '4') })).not.toContain('cancelled');
    expect(says(order({ quantity: '2' }), { account, maxPositionSize: decimal('1'), otherExposure: decimal('9000') })).toBe(
      `the order needs 10100 USDT and 10000 USDT is available${words}`,
    );
  });

  it('closes what is left, and the refusal of another exit says so', () => {
    const sell = order({ side: 'SELL', quantity: '2', reduceOnly: true });
    expect(says(sell, { deployment: account })).toContain(`the 1 that this deployment can still reduce${words}`);
    const reducing = { tradingState: 'REDUCING', account } as const;
    expect(says(order({ side: 'SELL', quantity: '2' }), reducing)).toContain(`the 1 that can still be reduced${words}`);
  });
});

describe('a refusal over money', () => {
  it('says amounts as a person reads them, beside a limit and a value that are exact', () => {
    const equity = decimal('9878.3200000001');
    expect(checkOrder(order({ quantity: '10' }), context({ equity }))).toMatchObject({
      limit: '987.83200000001 USDT',
      value: '1000 USDT',
      message: 'BTC/USDT:USDT could grow to 1000 USDT, the limit is 987.83 USDT (0.1 of equity 9878.32)',
    });
    expect(
      checkOrder(order({ quantity: '10' }), context({ equity, maxPositionSize: decimal('1'), otherExposure: decimal('9000') })),
    ).toMatchObject({
      limit: '9878.3200000001 USDT',
      message: 'the order needs 10000 USDT and 9878.32 USDT is available',
    });
    expect(
      checkOrder(
        order({ quantity: '0.01', price: '99.987654321' }),
        context({ instrument: { ...instrument, tickSize: decimal('0.000000001') } }),
      ),
    ).toMatchObject({
      value: '0.99987654321 USDT',
      message: expect.stringContaining('order value 0.9999 USDT is below') as string,
    });
  });
});

describe('sufficientBalance', () => {
  it('holds the notional of all symbols within equity', () => {
    expect(judge(order({ quantity: '10' }), { otherExposure: decimal('9000') })).toBeNull();
    expect(judge(order({ quantity: '10' }), { otherExposure: decimal('9000.5') })).toEqual([
      'INSUFFICIENT_BALANCE',
      '10000 USDT',
      '10000.5 USDT',
    ]);
  });

  const spot = { ...instrument, category: 'spot' as const };

  it('pays a spot buy out of free quote and a sell out of free base', () => {
    const available = { USDT: decimal('99.9'), BTC: decimal('0.5') };
    expect(judge(order(), { instrument: spot, available })).toEqual(['INSUFFICIENT_BALANCE', '99.9 USDT', '100 USDT']);
    expect(judge(order({ side: 'SELL' }), { instrument: spot, available })).toEqual(['INSUFFICIENT_BALANCE', '0.5 BTC', '1 BTC']);
    expect(judge(order({ side: 'SELL', quantity: '0.5' }), { instrument: spot, available })).toBeNull();
  });
});
