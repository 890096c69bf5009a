import fc from 'fast-check';
import { Decimal, decimal } from '../number/decimal';
import {
  applyChange,
  applyFill,
  averagePrice,
  chargeFee,
  emptyPosition,
  positionChangeOf,
  unrealisedFraction,
  unrealisedProfit,
} from './apply-fill';
import type { Position } from './position';

function position(fields: { quantity: string; cost: string; realised?: string }): Position {
  const { quantity, cost, realised = '0' } = fields;
  return { ...emptyPosition('BTC/USDT:USDT'), quantity: decimal(quantity), cost: decimal(cost), realised: decimal(realised) };
}

const buy = (quantity: string, { at }: { at: string }) => ({ side: 'BUY' as const, quantity: decimal(quantity), price: decimal(at) });
const sell = (quantity: string, { at }: { at: string }) => ({ side: 'SELL' as const, quantity: decimal(quantity), price: decimal(at) });

describe('applyFill', () => {
  it('opens a long', () => {
    expect(applyFill(position({ quantity: '0', cost: '0' }), buy('2', { at: '100.5' }))).toEqual(position({ quantity: '2', cost: '201' }));
  });

  it('opens a short', () => {
    expect(applyFill(position({ quantity: '0', cost: '0' }), sell('2', { at: '100.5' }))).toEqual(
      position({ quantity: '-2', cost: '-201' }),
    );
  });

  it('adds to a position without realising anything', () => {
    expect(applyFill(position({ quantity: '2', cost: '200' }), buy('1', { at: '130' }))).toEqual(position({ quantity: '3', cost: '330' }));
  });

  it('realises profit on the closed part and keeps the rest at its cost', () => {
    // 110 a piece was paid; two go at 120.
    expect(applyFill(position({ quantity: '3', cost: '330' }), sell('2', { at: '120' }))).toEqual(
      position({ quantity: '1', cost: '110', realised: '20' }),
    );
  });

  it('realises profit on the closed part and opens the rest at the fill price', () => {
    expect(applyFill(position({ quantity: '3', cost: '330' }), sell('5', { at: '120' }))).toEqual(
      position({ quantity: '-2', cost: '-240', realised: '30' }),
    );
  });

  it('turns a short into a long', () => {
    // Sold one at 100, buys it back at 90 and two more.
    expect(applyFill(position({ quantity: '-1', cost: '-100' }), buy('3', { at: '90' }))).toEqual(
      position({ quantity: '2', cost: '180', realised: '10' }),
    );
  });

  it('realises the loss of a short', () => {
    expect(applyFill(position({ quantity: '-2', cost: '-200' }), buy('2', { at: '103' }))).toEqual(
      position({ quantity: '0', cost: '0', realised: '-6' }),
    );
  });

  it('rounds the cost of a closed part half-even at the eighth digit and leaves the remainder', () => {
    // 1 of 3 that cost 100: 33.33333333 goes, 66.66666667 stays.
    const third = applyFill(position({ quantity: '3', cost: '100' }), sell('1', { at: '40' }));
    expect(third).toEqual(position({ quantity: '2', cost: '66.66666667', realised: '6.66666667' }));
    // Half of an odd last digit: 0.00000001 / 2 rounds to even, which is zero.
    const tie = applyFill(position({ quantity: '2', cost: '0.00000001' }), sell('1', { at: '1' }));
    expect(tie).toEqual(position({ quantity: '1', cost: '0.00000001', realised: '1' }));
  });

  it('closes whole at the exact cost, however long its fraction', () => {
    const held = position({ quantity: '0.003', cost: '0.1234567891234' });
    expect(applyFill(held, sell('0.003', { at: '50' }))).toEqual(position({ quantity: '0', cost: '0', realised: '0.0265432108766' }));
  });

  it('takes another precision', () => {
    expect(applyFill(position({ quantity: '3', cost: '100' }), sell('1', { at: '40' }), 2)).toEqual(
      position({ quantity: '2', cost: '66.67', realised: '6.67' }),
    );
  });

  it('never loses or makes money: what came in and went out is what was realised plus what the rest cost', () => {
    const fills = fc.array(
      fc.record({
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity: fc.integer({ min: 1, max: 5_000 }).map((n) => Decimal.fromUnits(BigInt(n), 3)),
        price: fc.integer({ min: 1, max: 1_000_000 }).map((n) => Decimal.fromUnits(BigInt(n), 2)),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fills, (list) => {
        const end = list.reduce<Position>((held, fill) => applyFill(held, fill), emptyPosition('X'));
        const spent = list.reduce((sum, { side, quantity, price }) => {
          const value = quantity.times(price);
          return side === 'BUY' ? sum.plus(value) : sum.minus(value);
        }, Decimal.ZERO);
        expect(end.cost.minus(end.realised).toString()).toBe(spent.toString());
        expect(end.quantity.isZero ? end.cost.isZero : end.cost.sign * end.quantity.sign >= 0).toBe(true);
      }),
    );
  });
});

describe('positionChangeOf', () => {
  const fill = { ...buy('1', { at: '100' }), fee: decimal('0.001'), feeAsset: 'BTC' };

  it('holds less when the fee is taken out of the received coin', () => {
    const change = positionChangeOf({ category: 'spot', base: 'BTC' }, fill);
    expect(applyChange(position({ quantity: '0', cost: '0' }), change)).toEqual(position({ quantity: '0.999', cost: '100' }));
  });

  it('holds nothing when the fee took all of it, and the cost stays to be seen', () => {
    const change = positionChangeOf({ category: 'spot', base: 'BTC' }, { ...fill, fee: decimal('1') });
    expect(applyChange(position({ quantity: '2', cost: '150' }), change)).toEqual(position({ quantity: '2', cost: '250' }));
  });

  it('closes a short with what is left after the fee and opens the rest', () => {
    const change = positionChangeOf({ category: 'spot', base: 'BTC' }, fill);
    // Half was sold at 120; buying it back at 100 gains ten, and the fee is borne by the rest.
    expect(applyChange(position({ quantity: '-0.5', cost: '-60' }), change)).toEqual(
      position({ quantity: '0.499', cost: '50', realised: '10' }),
    );
  });

  it('holds all of it when the fee is paid in another asset', () => {
    const change = positionChangeOf({ category: 'spot', base: 'BTC' }, { ...fill, feeAsset: 'USDT' });
    expect(applyChange(position({ quantity: '0', cost: '0' }), change)).toEqual(position({ quantity: '1', cost: '100' }));
  });
});

describe('position values', () => {
  it('derives the average price', () => {
    expect(averagePrice(position({ quantity: '3', cost: '100' }))?.toString()).toBe('33.33333333');
    expect(averagePrice(position({ quantity: '-2', cost: '-201' }))?.toString()).toBe('100.5');
    expect(averagePrice(emptyPosition('X'))).toBeNull();
  });

  it('values long and short at a mark', () => {
    expect(unrealisedProfit(position({ quantity: '2', cost: '201' }), decimal('101')).toString()).toBe('1');
    expect(unrealisedProfit(position({ quantity: '-2', cost: '-201' }), decimal('101')).toString()).toBe('-1');
  });

  it('tells that profit as a fraction of what was paid, of a short too', () => {
    expect(unrealisedFraction(position({ quantity: '2', cost: '200' }), decimal('103'))?.toString()).toBe('0.03');
    expect(unrealisedFraction(position({ quantity: '-2', cost: '-200' }), decimal('103'))?.toString()).toBe('-0.03');
    expect(unrealisedFraction(position({ quantity: '1', cost: '3' }), decimal('4'))?.toString()).toBe('0.33333333');
    expect(unrealisedFraction(position({ quantity: '0', cost: '0' }), decimal('103'))).toBeNull();
  });

  it('adds fees, rebates too', () => {
    expect(chargeFee(chargeFee(emptyPosition('X'), decimal('0.3')), decimal('-0.1')).fees.toString()).toBe('0.2');
  });
});
