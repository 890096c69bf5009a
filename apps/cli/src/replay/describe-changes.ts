import type { SessionReplay } from '@libs/research';

/** What to think of a replay with other code than recorded the session. */
export function describeChanges({ difference, changes }: Pick<SessionReplay, 'difference' | 'changes'>): string[] {
  if (changes.length === 0) return [];
  const meaning = difference ? 'that alone may make the difference; replay it with what recorded it to tell' : 'and it comes out the same';
  return [`${changes.join('; ')}: ${meaning}`];
}
