import type { Finding, Sources } from './finding';
import { timeText } from './finding';
import { lineOfWrite } from './culprit';
import type { Laboratory, Observation } from './observation';

/** Series in the state whose past entries change: their chart shows what nobody knew at the time. */
export async function lookForRepaint(lab: Laboratory, whole: Observation, sources: Sources): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { path, index, at, before, after, times } of whole.rewrites) {
    const [run] = await lab([{ variant: { kind: 'whole' }, traceAt: at }]);
    const written = lineOfWrite(run ? [run] : [], [`${path}[${index}]`], sources);
    findings.push({
      kind: 'repaint',
      line: written?.line ?? null,
      at,
      hook: 'onBar',
      subject: path,
      message: `${path}, which gains one entry with each bar, changes entries of bars that are over, at ${times} bars, first at ${timeText(at)} from ${cut(before)} to ${cut(after)}: what it shows of the past is better than what was known; note only what stays, or null until it is known`,
    });
  }
  return findings;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
