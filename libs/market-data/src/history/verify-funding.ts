import { fundingGaps } from './funding-gaps';
import type { FundingSettlement } from './series';
import { DEFAULT_VERIFY, Findings } from './verify-candles';
import type { Verification, VerifyOptions } from './verify-candles';

/** Reads settlements once and names where some are missing, doubled or in disorder. */
export async function verifyFunding(
  settlements: AsyncIterable<FundingSettlement>,
  { limit }: Pick<VerifyOptions, 'limit'> = DEFAULT_VERIFY,
): Promise<Verification> {
  const findings = new Findings(limit);
  const seen: FundingSettlement[] = [];
  for await (const settlement of settlements) {
    const { at } = settlement;
    const newest = seen.at(-1)?.at ?? -Infinity;
    if (at === newest) findings.add('duplicate', at, 'the settlement is there twice');
    if (at < newest) findings.add('disorder', at, `it comes after the settlement of ${new Date(newest).toISOString()}`);
    seen.push(settlement);
  }
  const ordered = seen.toSorted((a, b) => a.at - b.at);
  const [first, last] = [ordered[0], ordered.at(-1)];
  const gaps = first && last ? fundingGaps(ordered, { from: first.at, to: last.at }) : [];
  for (const { from, to } of gaps) findings.add('gap', from, `no settlement is known until ${new Date(to).toISOString()}`);
  return { rows: seen.length, missing: gaps.length, count: findings.count, findings: findings.list.toSorted((a, b) => a.at - b.at) };
}
