import { GraphQLError } from 'graphql';

/** A stream or query about something that is not there. */
export class UnknownSubject extends GraphQLError {
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`, { extensions: { code: 'NOT_FOUND', what, id } });
  }
}

/** An argument outside its range. */
export class BadArgument extends GraphQLError {
  constructor(argument: string, limit: string, value: string) {
    super(`${argument} is ${value}; it must be ${limit}.`, { extensions: { code: 'BAD_USER_INPUT', field: argument, limit, value } });
  }
}
