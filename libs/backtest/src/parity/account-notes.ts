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
        'what differs by what they earned, held or had in the book is account',
    );
  }
  for (const { state, reason, ...span } of restraints)
    notes.push(
      `the account was ${state} for ${lengthOf(span)} from ${new Date(span.from).toISOString()}: ${reason}; a backtest knows no such state, ` +
        'and what was refused or taken back meanwhile is rejection, or account where it would have gone without the others',
    );
  if (fault !== null) notes.push(`the strategy ended by itself: ${fault}; it is compared until then`);
  return notes;
}
