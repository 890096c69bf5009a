/** Restarting would not help before a person has acted; the message says what to do. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
