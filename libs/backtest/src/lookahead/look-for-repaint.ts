import type { Finding, Sources } from './finding';
import { timeText } from './finding';
import { lineOfWrite } from './culprit';
import type { Observation, Play } from './observation';

/** Series in the state whose past entries change: their chart shows what nobody knew at the time. */
export async function lookForRepaint(play: Play, whole: Observation, sources: Sources): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { path, place, at, before, after, times } of whole.rewrites) {
    const [run] = await play([{ variant: { kind: 'whole' }, traceAt: at }]);
    const written = lineOfWrite(run ? [run] : [], [place], sources);
    findings.push({
      kind: 'repaint',
      line: written?.line ?? null,
      at,
      hook: 'onBar',
      subject: path,
      message: `${path}, which gains one entry per bar, rewrites entries of past bars, ${times} times, first ${place} at ${timeText(at)} from ${cut(before)} to ${cut(after)}: its past looks better than what was known at the time; store only final values, or null until they are known`,
    });
  }
  return findings;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
