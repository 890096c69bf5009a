import { DEFAULT_VERIFY, Findings } from './verify-candles';
import type { Verification, VerifyOptions } from './verify-candles';
import type { TimeSpan } from './history-store';
import type { PublicTrade } from './series';

/**
 * Reads trades once, in the order given, and names duplicates, disorder and outliers. Silence between trades is no gap; time between
 * the spans that downloads have covered is one.
 */
export async function verifyTrades(
  trades: AsyncIterable<PublicTrade>,
  { limit }: VerifyOptions = DEFAULT_VERIFY,
  covered: readonly TimeSpan[] = [],
): Promise<Verification> {
  const findings = new Findings(limit);
  let seen = new Set<string>();
  let [rows, newest] = [0, -Infinity];
  for await (const { id, at, price, quantity } of trades) {
    rows += 1;
    // Ids are remembered for their day; a file holds no more.
    if (Math.floor(at / DAY) > Math.floor(newest / DAY)) seen = new Set();
    if (seen.has(id)) findings.add('duplicate', at, `the trade ${id} is there twice`);
    seen.add(id);
    if (at < newest) findings.add('disorder', at, `the trade ${id} comes after one of ${new Date(newest).toISOString()}`);
    newest = Math.max(newest, at);
    if (price.sign <= 0) findings.add('outlier', at, `the trade ${id} has the price ${price.toString()}`);
    if (quantity.sign <= 0) findings.add('outlier', at, `the trade ${id} has the quantity ${quantity.toString()}`);
  }
  for (const [index, { from }] of covered.slice(1).entries())
    findings.add('gap', covered[index]!.to, `no download has covered the time from here to ${new Date(from).toISOString()}`);
  return { rows, missing: 0, count: findings.count, findings: findings.list };
}

const DAY = 86_400_000;
