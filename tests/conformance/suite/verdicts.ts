import type { Refusal } from '../venue/tally';
import type { Watched } from '../venue/venues';
import type { CardResult } from './card';

/** Something that the simulator itself says about the whole run. */
export interface Verdict {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

interface Status {
  readonly unknownPaths: number;
  readonly unknownRoutes: readonly string[];
  readonly refusals: Readonly<Record<string, number>>;
}

/** Keys, signatures and times that were wrong. */
const BAD_SIGNATURES = ['10002', '10003', '10004'] as const;
/** What those who bring the market about may hear: too fast, and an order that was taken before its cancel. */
const COUNTERPARTY_MAY_HEAR = [10006, 110001, 170213, 170142, 170139];

/** The counters of every simulator that ran, and every refusal that no card meant to provoke. */
export async function verdictsOf(watched: readonly Watched[], results: readonly CardResult[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { venue, tally } of watched) {
    await tally.stop();
    const status = await venue.admin<Status>('GET', 'status');
    // At the gate stand the cards that send what must be turned away; what they provoke is compared below.
    if (venue.name === 'main' || venue.name === 'stepped') verdicts.push(...countersOf(venue.name, status));
    const stray = strayOf(venue.name, tally.refusals, results);
    const told = [...new Set(stray.map(({ account, path, retCode, retMsg }) => `${path} ${retCode} ${retMsg} (${account ?? 'nobody'})`))];
    verdicts.push(verdict(`${venue.name}: no refusal that a card did not mean to provoke, of ${tally.replies} replies`, told));
    const errors = venue.logged.filter((line) => line.startsWith('error') || line.startsWith('failed'));
    verdicts.push(verdict(`${venue.name}: no error in its log`, errors));
  }
  return verdicts;
}

function countersOf(name: string, { unknownPaths, unknownRoutes, refusals }: Status): readonly Verdict[] {
  const bad = BAD_SIGNATURES.filter((code) => Number(refusals[code] ?? 0) > 0).map((code) => `${code} × ${refusals[code]}`);
  return [verdict(`${name}: 0 bad signatures`, bad), verdict(`${name}: 0 unknown paths`, unknownPaths === 0 ? [] : [...unknownRoutes])];
}

function strayOf(name: string, refusals: readonly Refusal[], results: readonly CardResult[]): readonly Refusal[] {
  const meant = new Map(results.flatMap(({ card, accounts }) => accounts.map((account) => [account, card.provokes ?? []] as const)));
  const unsigned = results.filter(({ card }) => (card.venue ?? 'main') === name).flatMap(({ card }) => card.provokesUnsigned ?? []);
  return refusals.filter(({ account, retCode }) => {
    const others = account === undefined ? unsigned : [...COUNTERPARTY_MAY_HEAR, ...unsigned];
    const allowed = (account === undefined ? undefined : meant.get(account)) ?? others;
    return !allowed.includes(retCode);
  });
}

function verdict(what: string, problems: readonly string[]): Verdict {
  const shown = problems.slice(0, 12).join(' | ');
  return { what, passed: problems.length === 0, detail: problems.length > 12 ? `${shown} and ${problems.length - 12} more` : shown };
}
