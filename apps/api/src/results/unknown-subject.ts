import { GraphQLError } from 'graphql';
import type { Breach } from './problem';

/** A stream or query about something that is not there. */
export class UnknownSubject extends GraphQLError {
  constructor(
    readonly what: string,
    id: string,
  ) {
    super(`There is no ${what} ${id}.`, { extensions: { code: 'NOT_FOUND', what, id } });
  }
}

/** An argument outside its range. */
export class BadArgument extends GraphQLError {
  readonly breach: Breach;

  constructor(argument: string, limit: string, value: string) {
    super(`${argument} is ${value}; it must be ${limit}.`, { extensions: { code: 'BAD_USER_INPUT', field: argument, limit, value } });
    this.breach = { field: argument, limit, value };
  }
}

/** The number itself when it is in its range. */
export function between(argument: string, value: number, { least, most }: { readonly least: number; readonly most: number }): number {
  if (value >= least && value <= most) return value;
  throw new BadArgument(argument, `from ${least} to ${most}`, String(value));
}
