/** What a Node process printed before it ended, for an error message; empty if it printed nothing. */
export function lastWords(complaint: string): string {
  if (isOutOfMemory(complaint)) return ': it ran out of memory';
  const line = complaint
    .split('\n')
    .map((text) => text.replace(/^#/, '').trim())
    // V8 first prints its own source position.
    .find((text) => text !== '' && !text.startsWith('Fatal error '));
  return line === undefined ? '' : `: ${line}`;
}

export function isOutOfMemory(complaint: string): boolean {
  return /(heap|process) out of memory|Allocation failed/i.test(complaint);
}
