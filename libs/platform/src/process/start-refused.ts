/** Starting again would change nothing before a person has done something; the message says what. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
