/** Remembers how far a journal stream was read; spread into the variables of its subscription. */
export interface Cursor {
  advance(to: string): void;
  /** `{}` before the first item: then the stream starts now, and a snapshot covers what came before. */
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
