import { memberOf, ours } from '../test/offline-venue';
import { kraken } from '../test/venues/kraken';
import { okx } from '../test/venues/okx';
import { normaliseFunding } from './normalise-funding';

const HOUR = 3_600_000;
const T0 = 1_700_006_400_000;

// https://www.okx.com/docs-v5/en/#public-data-rest-api-get-funding-rate-history
const settled = (hours: number, realizedRate: string): object => ({
  instType: 'SWAP',
  instId: 'BTC-USDT-SWAP',
  method: 'current_period',
  formulaType: 'noRate',
  fundingRate: '0.9',
  realizedRate,
  fundingTime: String(T0 + hours * HOUR),
});

describe('past funding', () => {
  it('is what the venue settled in the span, oldest first, with its own digits', async () => {
    const { rest } = okx('BTC-USDT-SWAP', 'BTC/USDT:USDT');
    const data = [settled(16, '0.0003'), settled(8, '-0.0000042157382911'), settled(0, '0.0001')];
    const { catalogue, market } = ours(memberOf('okx'), { ...rest, 'funding-rate-history': { code: '0', data } });
    const { instrument } = await catalogue.listing({ symbol: 'BTC/USDT:USDT' } as never);
    // OKX leaves the end of the span out of account.
    expect(await market.funding!(instrument, { from: T0, to: T0 + 16 * HOUR })).toEqual([
      { at: T0, rate: '0.0001' },
      { at: T0 + 8 * HOUR, rate: '-0.0000042157382911' },
    ]);
  });

  it('is not to be had where ccxt has no call for it', () => {
    expect(ours(memberOf('kraken'), kraken.rest).market.funding).toBeUndefined();
  });

  it('is no funding without a rate', () => {
    expect(() => normaliseFunding([{ timestamp: T0, fundingRate: undefined }])).toThrow('ccxt gave the funding rate "undefined"');
  });
});
