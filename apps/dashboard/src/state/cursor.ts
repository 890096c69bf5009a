/** Remembers the position in a journal stream; spread it into the subscription's variables. */
export interface Cursor {
  advance(to: string): void;
  /** `{}` before the first item: the stream then starts now, and a snapshot covers what came before. */
  variables(): { readonly after?: string };
}

export function createCursor(): Cursor {
  let last: string | undefined;
  return {
    advance(to) {
      last = to;
    },
    variables: () => (last === undefined ? {} : { after: last }),
  };
}
