import type { ExchangeOptions, Instrument } from '@libs/sdk';
import type { Member } from './member';
import { normaliseMarkets } from './normalise-market';
import type { Listing } from './normalise-market';
import { openVendor } from './vendor';
import type { Vendor } from './vendor';

/** The markets of an exchange, asked for once and again on request; its vendor also answers all requests. */
export class Catalogue {
  private opened: Promise<readonly [Vendor, Vendor]> | null = null;
  private loading: Promise<Vendor> | null = null;
  private listings: ReadonlyMap<string, Listing> = new Map();

  constructor(
    private readonly member: Member,
    private readonly options: ExchangeOptions,
    private readonly open: typeof openVendor = openVendor,
  ) {}

  /** The vendor with its markets; a failure is told to those who wait and tried again for the next. */
  loaded(): Promise<Vendor> {
    return (this.loading ??= this.forgetOnFailure(this.load()));
  }

  async instruments(): Promise<readonly Instrument[]> {
    this.loading = null;
    await this.loaded();
    return [...this.listings.values()].map(({ instrument }) => instrument);
  }

  /** What is known of an instrument; throws where the venue does not list it (any more). */
  async listing({ symbol }: Instrument): Promise<Listing> {
    await this.loaded();
    const listing = this.listings.get(symbol);
    if (!listing) throw new Error(`${this.member.title} does not list ${symbol}, or has halted it.`);
    return listing;
  }

  private async load(): Promise<Vendor> {
    const { id, title, tickless } = this.member;
    if (tickless)
      throw new Error(
        `${title} writes prices to a number of significant digits; no tick size can say that, so it cannot be used here yet.`,
      );
    // ccxt compares steps with each other, so the one that loads markets must have numbers; a step has few digits.
    const [source, vendor] = await (this.opened ??= this.openBoth());
    await source.loadMarkets(true);
    vendor.setMarketsFromExchange(source);
    this.listings = normaliseMarkets(`ccxt:${id}`, source.markets, source.precisionMode);
    return vendor;
  }

  private openBoth(): Promise<readonly [Vendor, Vendor]> {
    const { member, options, open } = this;
    return Promise.all([open(member, options, 'float'), open(member, options, 'text')]);
  }

  private forgetOnFailure(loading: Promise<Vendor>): Promise<Vendor> {
    loading.catch(() => {
      if (this.loading === loading) this.loading = null;
    });
    return loading;
  }
}
