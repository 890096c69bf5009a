import type { DeploymentRecording } from './recording';
import { lengthOf } from './silences';

type Noted = Pick<DeploymentRecording, 'others' | 'othersSince' | 'restraints' | 'fault'>;

/** What a backtest of one strategy leaves out about its account, one sentence each. */
export function accountNotes({ others, othersSince, restraints, fault }: Noted): readonly string[] {
  const notes: string[] = [];
  if (others.length > 0 || othersSince !== null) {
    const names = others.join(', ') || 'others, whose positions were there before,';
    notes.push(
      `${names} traded on the same account: the backtest plays this strategy alone, from the equity that the account had when it began; ` +
        'differences caused by their earnings, positions or resting orders count as account',
    );
  }
  for (const { state, reason, ...span } of restraints)
    notes.push(
      `the account was ${state} for ${lengthOf(span)} from ${new Date(span.from).toISOString()}: ${reason}; a backtest has no such state; ` +
        'orders refused or cancelled meanwhile count as rejection, or as account if only the others caused it',
    );
  if (fault !== null) notes.push(`the strategy failed: ${fault}; it is compared up to that moment`);
  return notes;
}
