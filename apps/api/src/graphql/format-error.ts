import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { defined } from '@libs/kernel';
import type { Logger } from '@libs/platform';
import { UnknownCursor } from '../journal/journal-feed';
import { MarketUnavailable } from '../market/market-queries';

/** Messages of errors that we mean to tell; anything else is a fault of ours and goes to the log only. */
export function shownError(error: unknown, logger: Logger, formatted?: GraphQLFormattedError): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const place = error instanceof GraphQLError ? { locations: error.locations, path: error.path } : {};
  const { locations, path } = place;
  const where = defined({ locations, path });
  if (original instanceof UnknownCursor) return { message: original.message, ...where, extensions: { code: 'BAD_USER_INPUT' } };
  if (original instanceof MarketUnavailable) return { message: original.message, ...where, extensions: { code: 'MARKET_UNAVAILABLE' } };
  if (original instanceof GraphQLError)
    return { message: original.message, ...where, extensions: withoutTrace({ ...formatted?.extensions, ...original.extensions }) };
  logger.error('a GraphQL request failed', { error: original });
  return { message: 'The request failed inside; the log of the api says why.', ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

function withoutTrace({ stacktrace: _stacktrace, ...extensions }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return extensions;
}
