/** One GraphQL operation with a single root field; `Result` is the type of that field, `Variables` what it takes. */
export interface Operation<Result, Variables> {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The root field, and the operation's name. */
  readonly field: string;
  readonly text: string;
  /** Never set: it only ties the two types to the text. */
  readonly types?: { readonly result: Result; readonly variables: Variables };
}

/** Ties an operation's text to its types; used by the generated operations. */
export function operation<Result, Variables>(
  kind: Operation<Result, Variables>['kind'],
  field: string,
  text: string,
): Operation<Result, Variables> {
  return { kind, field, text };
}
