import fc from 'fast-check';
import { buildInstrument } from '@libs/testkit';
import { Decimal, decimal } from '../number/decimal';
import type { Instrument } from '../market/instrument';
import type { Fill } from '../order/order';
import { UnbalancedPosting, balanceOf, foldPostings, ledgerTotals, post } from './balances';
import type { Posting } from './ledger';
import { depositPosting, fillPosting } from './postings';

const perp = buildInstrument();
const spot: Instrument = { ...perp, symbol: 'BTC/USDT', category: 'spot' };

function fill(fields: { side: 'BUY' | 'SELL'; quantity: string; price: string; fee: string; feeAsset: string }): Fill {
  return {
    executionId: 'e1',
    clientOrderId: 'c1',
    deploymentId: 'd1',
    symbol: 'BTC/USDT',
    side: fields.side,
    quantity: decimal(fields.quantity),
    price: decimal(fields.price),
    fee: decimal(fields.fee),
    feeAsset: fields.feeAsset,
    liquidity: 'TAKER',
    at: 1,
  };
}

const lines = ({ entries }: Posting): string[] => entries.map(({ account, asset, amount }) => `${account} ${asset} ${amount}`);

describe('depositPosting', () => {
  it('puts money from outside into the wallet against capital', () => {
    expect(lines(depositPosting('open', { USDT: decimal('1000'), BTC: decimal('0') }))).toEqual(['wallet USDT 1000', 'capital USDT -1000']);
  });
});

describe('fillPosting', () => {
  it('swaps two assets on spot and takes the fee out of the received coin', () => {
    expect(
      lines(fillPosting(spot, fill({ side: 'BUY', quantity: '0.5', price: '100', fee: '0.0005', feeAsset: 'BTC' }), Decimal.ZERO)),
    ).toEqual(['wallet BTC 0.5', 'trading BTC -0.5', 'trading USDT 50', 'wallet USDT -50', 'fees BTC 0.0005', 'wallet BTC -0.0005']);
  });

  it('brings the price of a spot sale into the wallet', () => {
    const ledger = foldPostings([
      depositPosting('open', { BTC: decimal('1') }),
      fillPosting(spot, fill({ side: 'SELL', quantity: '0.5', price: '100', fee: '0.05', feeAsset: 'USDT' }), decimal('3')),
    ]);
    expect([balanceOf(ledger, 'wallet', 'BTC').toString(), balanceOf(ledger, 'wallet', 'USDT').toString()]).toEqual(['0.5', '49.95']);
  });

  it('moves only realised profit and fee for a linear contract', () => {
    expect(
      lines(fillPosting(perp, fill({ side: 'SELL', quantity: '0.5', price: '100', fee: '0.0275', feeAsset: 'USDT' }), decimal('-2'))),
    ).toEqual(['wallet USDT -2', 'realised USDT 2', 'fees USDT 0.0275', 'wallet USDT -0.0275']);
  });

  it('credits a maker rebate', () => {
    const rebate = fillPosting(perp, fill({ side: 'BUY', quantity: '1', price: '100', fee: '-0.01', feeAsset: 'USDT' }), Decimal.ZERO);
    expect(lines(rebate)).toEqual(['fees USDT -0.01', 'wallet USDT 0.01']);
  });
});

describe('ledger', () => {
  it('refuses a posting that does not cancel out, naming the asset', () => {
    const bad: Posting = { reason: 'fill', reference: 'e9', entries: [{ account: 'wallet', asset: 'USDT', amount: decimal('1') }] };
    expect(() => post({}, bad)).toThrow(UnbalancedPosting);
    expect(() => post({}, bad)).toThrow('posting fill e9 does not sum to zero in USDT');
  });

  it('adds up what stands on all accounts per asset', () => {
    const totals = ledgerTotals({ wallet: { USDT: decimal('3'), BTC: decimal('1') }, fees: { USDT: decimal('0.5') } });
    expect([totals['USDT']?.toString(), totals['BTC']?.toString()]).toEqual(['3.5', '1']);
  });

  it('sums to zero in every asset whatever is traded', () => {
    const units = (digits: number) => fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => Decimal.fromUnits(BigInt(n), digits));
    const fills = fc.array(
      fc.record({
        category: fc.constantFrom(spot, perp),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity: units(6),
        price: units(3),
        fee: units(9),
        feeAsset: fc.constantFrom('BTC', 'USDT', 'BNB'),
        realised: units(8),
      }),
    );
    fc.assert(
      fc.property(fills, (list) => {
        const postings = list.map(({ category, realised, ...item }) =>
          fillPosting(category, { ...fill({ ...item, quantity: '1', price: '1', fee: '0' }), ...item }, realised),
        );
        const totals = ledgerTotals(foldPostings([depositPosting('open', { USDT: decimal('10000.01') }), ...postings]));
        expect(Object.values(totals).every((sum) => sum.isZero)).toBe(true);
      }),
    );
  });
});
