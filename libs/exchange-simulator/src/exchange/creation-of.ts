/** When something was made, in the venue's own counting: its ids end with it, in twelve hexadecimal digits. */
export function creationOf(id: string): number {
  return Number.parseInt(id.slice(-12), 16);
}
