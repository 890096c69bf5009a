import type { SessionReplay } from '@libs/research';

/** What to think of a replay with other code than recorded the session. */
export function describeChanges({ difference, changes }: Pick<SessionReplay, 'difference' | 'changes'>): string[] {
  if (changes.length === 0) return [];
  const meaning = difference ? 'that may be the cause; replay it with the version that recorded it to find out' : 'the result is identical';
  return [`${changes.join('; ')}: ${meaning}`];
}
