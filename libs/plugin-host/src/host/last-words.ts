/** What a process of Node said before it ended, for a sentence; empty where it said nothing. */
export function lastWords(complaint: string): string {
  if (isOutOfMemory(complaint)) return ': it ran out of memory';
  const line = complaint
    .split('\n')
    .map((text) => text.replace(/^#/, '').trim())
    // V8 says first where in its own sources it was.
    .find((text) => text !== '' && !text.startsWith('Fatal error '));
  return line === undefined ? '' : `: ${line}`;
}

export function isOutOfMemory(complaint: string): boolean {
  return /(heap|process) out of memory|Allocation failed/i.test(complaint);
}
