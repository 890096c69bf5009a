import type { Snapshot } from '@libs/persistence';
import { codeVersion, decidesAlike, versionText } from '@libs/platform';

/**
 * Whether other code than this recorded a session that began with `start`, as a clause. If the recording does not name its code, it is only
 * suspected if the result was different.
 */
export function changesSince(start: Pick<Snapshot, 'writtenBy'> | null, isDifferent: boolean): readonly string[] {
  const [recordedBy, running] = [start?.writtenBy, codeVersion()];
  const isOther = recordedBy ? !decidesAlike(recordedBy, running) : isDifferent;
  const older = recordedBy ? `version ${versionText(recordedBy)}` : 'an unknown version';
  return isOther ? [`it was recorded by ${older}, this is ${versionText(running)}`] : [];
}
