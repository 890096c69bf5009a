import { ASSET_PRECISION, Decimal, fundingPosting, post } from '@libs/kernel';
import { tellHearer } from './delivery';
import { halt } from './halt';
import type { VenueReport } from './input';
import { venueKey } from './market';
import type { CoreState, PositionBook } from './state';
import type { Turn } from './turn';
import { accountValue } from './value';

type Funding = Extract<VenueReport, { kind: 'funding' }>;

const KEPT_FUNDINGS = 1_000;

/** A settlement moves money once; each strategy is told its share, by what it holds when the report arrives. */
export function takeFunding(turn: Turn, { kind: _kind, venueSymbol, category, ...funding }: Funding): void {
  const { state } = turn;
  const { fundingId, rate, asset, at } = funding;
  const symbol = state.venueSymbols.get(venueKey({ category, venueSymbol }));
  if (symbol === undefined) return halt(turn, `funding ${fundingId} is for ${venueSymbol}, which is no instrument of this venue`);
  if (!rememberSettlement(state, fundingId)) return;
  const amount = Decimal.parse(funding.amount);
  const posting = fundingPosting(fundingId, asset, amount);
  state.ledger = post(state.ledger, posting);
  const shares = sharesOf(state.books.get(symbol), amount);
  const shareTexts = Object.fromEntries([...shares].map(([deploymentId, share]) => [deploymentId, share.toString()]));
  turn.emit({ type: 'FundingPaid', fundingId, symbol, rate, amount: amount.toString(), asset, at, shares: shareTexts });
  if (posting.entries.length > 0) turn.emit({ type: 'LedgerPosted', posting });
  turn.emit({ type: 'AccountValued', value: accountValue(state) });
  for (const [deploymentId, share] of shares)
    tellHearer(turn, deploymentId, { type: 'funding', symbol, rate: Number(rate), amount: share.toString(), at });
}

/** Proportional to each holding, to the asset's precision; the last one takes the rounding remainder, so the shares add up. */
function sharesOf(book: PositionBook | undefined, amount: Decimal): ReadonlyMap<string, Decimal> {
  const shares = new Map<string, Decimal>();
  if (book === undefined || book.account.quantity.isZero) return shares;
  const held = [...book.deployments].filter(([, { quantity }]) => !quantity.isZero);
  let left = amount;
  held.forEach(([deploymentId, { quantity }], index) => {
    const isLast = index === held.length - 1;
    const share = isLast ? left : amount.times(quantity).dividedBy(book.account.quantity, ASSET_PRECISION);
    shares.set(deploymentId, share);
    left = left.minus(share);
  });
  return shares;
}

/** False if it was booked before. */
export function rememberSettlement({ fundingIds }: Pick<CoreState, 'fundingIds'>, id: string): boolean {
  if (fundingIds.has(id)) return false;
  fundingIds.add(id);
  if (fundingIds.size > KEPT_FUNDINGS) fundingIds.delete(fundingIds.values().next().value!);
  return true;
}
