import type { Venue } from '../venue/venue';

/** Something that the simulator itself says about the whole run. */
export interface Verdict {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** The counters of every simulator that ran; requests that `gate` had to turn away are what its cards are there for. */
export async function countersOf(venues: readonly Venue[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const venue of venues) {
    const status = await venue.admin<{ unknownPaths: number }>('GET', 'status');
    const { unknownPaths } = status;
    const isGate = venue.name === 'gate';
    if (!isGate)
      verdicts.push({
        what: `${venue.name}: 0 unknown paths`,
        passed: unknownPaths === 0,
        detail: `${unknownPaths} ${venue.logged.filter((line) => line.includes('unknown')).join(' | ')}`.replace(/^0 $/, ''),
      });
    const errors = venue.logged.filter((line) => line.startsWith('error') || line.startsWith('failed'));
    verdicts.push({ what: `${venue.name}: no error in its log`, passed: errors.length === 0, detail: errors.slice(0, 5).join(' | ') });
  }
  return verdicts;
}
