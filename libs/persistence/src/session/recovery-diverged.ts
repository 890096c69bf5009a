import { decidesAlike, versionText, type CodeVersion } from '@libs/platform';

export interface Divergence {
  /** What differed, as a clause. */
  readonly what: string;
  /** Null for recordings older than this information. */
  readonly recordedBy: CodeVersion | null;
  readonly running: CodeVersion;
  /** Number of inputs after the snapshot. */
  readonly inputs: number;
}

/** The recorded session and this program disagree; continuing to trade would be guessing. */
export class RecoveryDiverged extends Error {
  override readonly name = 'RecoveryDiverged';

  constructor(divergence: Divergence, cause?: unknown) {
    super(`${happened(divergence)}. ${STOPPED} ${whatToDo(divergence)}`, { cause });
  }
}

const STOPPED =
  'The account stays stopped and what is recorded stays as it is; its orders and positions stay at the exchange as they are, and nobody tends them.';

function happened({ what, recordedBy, running, inputs }: Divergence): string {
  const who = recordedBy === null ? 'an unknown version' : versionText(recordedBy);
  const place = inputs === 0 ? '' : `, ${inputs} ${inputs === 1 ? 'input' : 'inputs'} after its last snapshot`;
  const recorded = `The last session was recorded by ${who}${isUnreadable({ inputs }) ? '' : ' and did not end in order'}`;
  return isOwn({ recordedBy, running })
    ? `${recorded}; stepped again by the same version, ${what}${place}`
    : `${recorded}; this is ${versionText(running)}, where ${what}${place}`;
}

function whatToDo({ recordedBy, running, inputs }: Divergence): string {
  if (isOwn({ recordedBy, running }))
    return 'That is a fault of Plimsoll or of a file: keep the data folder, "plimsoll replay latest" names the difference.';
  const older = recordedBy === null ? 'the version that ran before' : 'that version';
  if (isUnreadable({ inputs })) return `Stop this one and go on with ${older}${howTo(recordedBy)}.`;
  const inOrder = 'once the account trades again, stop it in order (Ctrl-C), which leaves nothing to step again, and upgrade then';
  return `Stop this one and start ${older}${howTo(recordedBy)}; ${inOrder}.`;
}

function howTo(version: CodeVersion | null): string {
  return version?.commit ? ` (git checkout ${version.commit.replace(/-dirty$/, '')} && npm ci && npm start)` : '';
}

/** A clean stop would not help: every snapshot of that version is like this one. */
function isUnreadable({ inputs }: Pick<Divergence, 'inputs'>): boolean {
  return inputs === 0;
}

function isOwn({ recordedBy, running }: Pick<Divergence, 'recordedBy' | 'running'>): boolean {
  return recordedBy !== null && decidesAlike(recordedBy, running);
}
