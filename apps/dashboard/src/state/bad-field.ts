/** A field's value cannot be sent; the message is one sentence. */
export class BadField extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'BadField';
  }
}
