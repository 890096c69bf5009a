/** What RFC 9457 adds nothing to, but a client wants: which input broke which limit. */
export interface Breach {
  readonly field: string;
  readonly limit: string;
  readonly value: string;
}

/** A REST request that cannot be answered as asked; sent as `application/problem+json`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly breach?: Breach,
  ) {
    super(detail);
    this.name = 'Problem';
  }

  static badInput(field: string, limit: string, value: string): Problem {
    return new Problem(400, 'Bad input', `${field} is ${value}; it must be ${limit}.`, { field, limit, value });
  }

  body(): Readonly<Record<string, unknown>> {
    return { type: 'about:blank', title: this.title, status: this.status, detail: this.detail, ...this.breach };
  }
}
