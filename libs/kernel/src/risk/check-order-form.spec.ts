import { buildInstrument } from '@libs/testkit';
import { decimal } from '../number/decimal';
import type { OrderRequest } from '../order/order';
import { checkOrderForm } from './check-order';

const instrument = buildInstrument();

function limitBuy(quantity: string, price: string): OrderRequest {
  return {
    symbol: instrument.symbol,
    side: 'BUY',
    type: 'LIMIT',
    quantity: decimal(quantity),
    price: decimal(price),
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
  };
}

describe('checkOrderForm', () => {
  it('passes an order on tick, lot and range', () => {
    expect(checkOrderForm(limitBuy('0.01', '60000.1'), { instrument, price: null })).toBeNull();
  });

  it('names tick size and price of an order between two ticks', () => {
    expect(checkOrderForm(limitBuy('0.01', '60000.15'), { instrument, price: null })).toMatchObject({
      code: 'TICK_SIZE',
      limit: '0.1 USDT',
      value: '60000.15 USDT',
    });
  });

  it('names the highest price of a venue that has one', () => {
    const order = limitBuy('0.01', '1e30');
    expect(checkOrderForm(order, { instrument: { ...instrument, maxPrice: decimal('1999999.8') }, price: null })).toEqual({
      code: 'MAX_PRICE',
      limit: '1999999.8 USDT',
      value: '1000000000000000000000000000000 USDT',
      message: 'price 1000000000000000000000000000000 is above the maximum 1999999.8 of BTC/USDT:USDT',
    });
    expect(checkOrderForm(order, { instrument, price: null })).toBeNull();
  });

  it('judges the value of an order once a price is known', () => {
    const price = { bid: decimal('999.9'), ask: decimal('1000') };
    expect(checkOrderForm(limitBuy('0.001', '1000'), { instrument, price })).toMatchObject({
      code: 'MIN_NOTIONAL',
      limit: '5 USDT',
      value: '1 USDT',
    });
  });
});
