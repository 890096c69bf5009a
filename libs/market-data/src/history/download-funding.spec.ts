import type { MarketData } from '@libs/sdk';
import { buildInstrument } from '@libs/testkit';
import { downloadFunding } from './download-funding';
import type { TimeSpan } from './history-store';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2025, 5, 1);
const instrument = buildInstrument();

/** A venue that settles every eight hours and shows at most 24 at once; its first `failures` pages fail. */
function venue(failures = 0): { readonly market: MarketData; readonly asked: TimeSpan[] } {
  const asked: TimeSpan[] = [];
  const funding: MarketData['funding'] = async (_, span) => {
    asked.push(span);
    if (asked.length <= failures) throw new Error('too many visits');
    const all = Array.from({ length: 60 }, (_hour, n) => ({ at: T0 + n * 8 * HOUR, rate: `0.00${n}1` }));
    return all.filter(({ at }) => at >= span.from && at < span.to).slice(-24);
  };
  return { market: { funding } as Pick<MarketData, 'funding'> as MarketData, asked };
}

async function download(market: MarketData, span: TimeSpan): Promise<string[]> {
  const rates: string[] = [];
  for await (const { rate } of downloadFunding({ market, instrument, span, sleep: async () => undefined })) rates.push(rate.toString());
  return rates;
}

describe('downloadFunding', () => {
  it('fetches a span eight days at a time, each settlement once', async () => {
    const { market, asked } = venue();
    const rates = await download(market, { from: T0 + HOUR, to: T0 + 18 * DAY });
    // Without the very first, three a day up to the end of the span, itself not included.
    expect(rates).toEqual(Array.from({ length: 53 }, (_, n) => `0.00${n + 1}1`));
    expect(asked.map(({ from, to }) => [(from - T0) / HOUR, (to - T0) / HOUR])).toEqual([
      [1, 193],
      [193, 385],
      [385, 432],
    ]);
  });

  it('asks again when a page fails, and gives up with the error of the venue', async () => {
    expect(await download(venue(3).market, { from: T0, to: T0 + DAY })).toHaveLength(3);
    await expect(download(venue(6).market, { from: T0, to: T0 + DAY })).rejects.toThrow('too many visits');
  });

  it('refuses a venue without past funding', async () => {
    await expect(download({} as MarketData, { from: T0, to: T0 + DAY })).rejects.toThrow(`${instrument.venue} gives no past funding`);
  });
});
