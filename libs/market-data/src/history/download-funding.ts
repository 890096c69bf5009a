import { Decimal } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { MarketData } from '@libs/sdk';
import type { TimeSpan } from './history-store';
import { patiently } from './patiently';
import type { Patience } from './patiently';
import type { FundingSettlement } from './series';

export interface FundingDownload extends Patience {
  readonly market: MarketData;
  readonly instrument: Instrument;
  readonly span: TimeSpan;
  /** Settlements up to this time have been requested. */
  readonly onProgress?: (until: number) => void;
}

/** An exchange without past funding. */
export class NoPastFunding extends Error {
  constructor(venue: string) {
    super(`${venue} gives no past funding; "plimsoll data import --funding" reads files of it.`);
    this.name = 'NoPastFunding';
  }
}

/** A span that an exchange certainly returns at once, even with hourly settlements. */
const PAGE = 8 * 86_400_000;

/**
 * Settlements of a span, oldest first, page by page. A failed page is retried with a growing delay; after six attempts its error is thrown,
 * and earlier pages are kept. An exchange that returns only its newest ones leaves a gap, which `fundingGaps` finds.
 */
export async function* downloadFunding(download: FundingDownload): AsyncGenerator<FundingSettlement, void, undefined> {
  const { market, instrument, span, onProgress } = download;
  if (!market.funding) throw new NoPastFunding(instrument.venue);
  for (let from = span.from; from < span.to; from += PAGE) {
    const page = { from, to: Math.min(from + PAGE, span.to) };
    for (const { at, rate } of await patiently(() => market.funding!(instrument, page), download)) yield { at, rate: Decimal.parse(rate) };
    onProgress?.(page.to);
  }
}
