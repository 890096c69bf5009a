import { buildInstrument, buildOrder } from '@libs/testkit';
import { TRUSTED } from '../market/data-trust';
import { decimal } from '../number/decimal';
import type { Order } from '../order/order';
import { checkAmendment } from './check-order';
import type { RiskContext } from './rule';

/** Equity 10,000, a tenth of it per symbol, 99 bid and 100 asked; the account holds nothing else. */
const context: RiskContext = {
  instrument: buildInstrument(),
  tradingState: 'ACTIVE',
  reconciled: true,
  price: { bid: decimal('99'), ask: decimal('100') },
  trust: TRUSTED,
  settleAsset: 'USDT',
  equity: decimal('10000'),
  maxPositionSize: decimal('0.1'),
  account: { position: decimal('0'), openSameSide: decimal('0') },
  deployment: { position: decimal('0'), openSameSide: decimal('0') },
  otherExposure: decimal('0'),
  available: {},
};

/** A buy of ten at 90, of which four have filled and are held. */
const order: Order = buildOrder('c1', 'PARTIALLY_FILLED', {
  type: 'LIMIT',
  quantity: decimal('10'),
  price: decimal('90'),
  timeInForce: 'GTC',
  filledQuantity: decimal('4'),
});
const account = { position: decimal('4'), openSameSide: decimal('0') };

function judge(changes: { quantity?: string; price?: string }, more: Partial<RiskContext> = {}) {
  const amendment = Object.fromEntries(Object.entries(changes).map(([name, text]) => [name, decimal(text)]));
  const denial = checkAmendment(order, amendment, { ...context, account, ...more });
  return denial && [denial.code, denial.limit, denial.value];
}

describe('checkAmendment', () => {
  it('never lets a quantity down to what has filled', () => {
    expect(judge({ quantity: '4.001' })).toBeNull();
    expect(judge({ quantity: '4' })).toEqual(['INVALID_REQUEST', 'above 4', '4']);
    expect(judge({ quantity: '3' })).toEqual(['INVALID_REQUEST', 'above 4', '3']);
  });

  it('asks the form of the whole order as it is to stand', () => {
    expect(judge({ price: '90.05' })).toEqual(['TICK_SIZE', '0.1 USDT', '90.05 USDT']);
    expect(judge({ quantity: '9.0005' })).toEqual(['LOT_SIZE', '0.001 BTC', '9.0005 BTC']);
  });

  it('lets less at the same price through whatever the account, as much too, and nothing else', () => {
    const halted = { tradingState: 'HALTED' } as const;
    expect(judge({ quantity: '9' }, halted)).toBeNull();
    expect(judge({ quantity: '10' }, halted)).toBeNull();
    expect(judge({ quantity: '10.001' }, halted)?.[0]).toBe('TRADING_HALTED');
    expect(judge({ quantity: '9', price: '89' }, halted)?.[0]).toBe('TRADING_HALTED');
  });

  it('counts the open part alone beside what is held', () => {
    // Four held at the asking price of 100, six open at 100, make 1,000; a tick more is 0.6 beyond.
    expect(judge({ price: '100' })).toBeNull();
    expect(judge({ price: '100.1' })).toEqual(['MAX_POSITION_SIZE', '1000 USDT', '1000.6 USDT']);
  });
});
