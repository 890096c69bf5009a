import { holding, profitFraction } from './holding';

const ctx = (quantity: string) => ({
  position: (symbol: string) => ({
    symbol,
    side: quantity.startsWith('-') ? ('SHORT' as const) : ('LONG' as const),
    quantity,
    averagePrice: '20',
  }),
  instrument: (symbol: string) => ({ symbol, tickSize: '0.1', lotSize: '0.001', minQuantity: '0.01', minNotional: '5' }),
});

describe('holding', () => {
  it('takes for flat what no order may sell', () => {
    expect(holding(ctx('0.0099'), 'X/Y')).toEqual({ symbol: 'X/Y', side: 'FLAT', quantity: '0.0099', averagePrice: '0' });
    expect(holding(ctx('0.01'), 'X/Y')).toMatchObject({ side: 'LONG', averagePrice: '20' });
    expect(holding(ctx('-0.02'), 'X/Y').side).toBe('SHORT');
  });
});

describe('profitFraction', () => {
  it.each([
    ['LONG', 103, 0.03],
    ['SHORT', 97, 0.03],
    ['SHORT', 110, -0.1],
    ['FLAT', 5, 0],
  ] as const)('of a %s position entered at 100 at %p is %p', (side, price, profit) => {
    expect(profitFraction({ side, averagePrice: side === 'FLAT' ? '0' : '100' }, price)).toBeCloseTo(profit, 12);
  });
});
