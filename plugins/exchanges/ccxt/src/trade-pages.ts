import type { PublicTrade, TradePage } from '@libs/sdk';

/** One answer of a venue, oldest first; without `since` what is newest, null where it does not take `since`. */
export type AskTrades = (since?: number) => Promise<readonly PublicTrade[] | null>;

/** A venue that shows nothing is asked again from here on: ccxt asks Binance for an hour at a time. */
const STEP = 3_600_000;

/**
 * The page of trades from `since` on. ccxt does not say what a venue does with `since`: some go on from there, some leave it out and
 * show what is newest. So a page proves itself: by a trade at or before `since`, or by being older than the newest ones.
 */
export async function tradePage(title: string, ask: AskTrades, since: number): Promise<TradePage> {
  const page = await ask(since);
  if (page && isRooted(page, since)) return rooted(title, { page, ask, since });
  const newest = (await ask()) ?? [];
  const last = newest.at(-1);
  if (!last || last.at < since) return { trades: [], from: since, to: since, isNewest: true };
  if (isRooted(newest, since)) return ended(newest, since, since);
  if (page?.length === 0) {
    const to = Math.min(since + STEP, newest[0]!.at);
    return { trades: [], from: to, to, isNewest: false, cut: `${title} shows no trades of that time, whether there were any or not` };
  }
  if (page && page[0]!.at < newest[0]!.at) return { trades: page, from: since, to: page.at(-1)!.at, isNewest: false };
  // Of the oldest one's millisecond others may be cut off.
  return { ...ended(newest, since, newest[0]!.at + 1), cut: `${title} shows its newest ${newest.length} trades and no older ones` };
}

interface Rooted {
  readonly page: readonly PublicTrade[];
  readonly ask: AskTrades;
  readonly since: number;
}

/** A page without progress is the end, unless one moment fills it. */
async function rooted(title: string, { page, ask, since }: Rooted): Promise<TradePage> {
  const to = page.at(-1)!.at;
  if (to > since) return { trades: from(page, since), from: since, to, isNewest: false };
  const last = (await ask())?.at(-1);
  if (last && last.at > since)
    throw new Error(`${title} has more trades of ${new Date(since).toISOString()} than it shows at once; those after it cannot be had.`);
  return ended(page, since, since);
}

function ended(page: readonly PublicTrade[], since: number, whole: number): TradePage {
  return { trades: from(page, since), from: whole, to: Math.max(since, page.at(-1)!.at), isNewest: true };
}

function from(page: readonly PublicTrade[], since: number): readonly PublicTrade[] {
  return page.filter(({ at }) => at >= since);
}

/** Whether it reaches back to `since`, so that nothing is missing after it. */
function isRooted(page: readonly PublicTrade[], since: number): boolean {
  return page.length > 0 && page[0]!.at <= since;
}
