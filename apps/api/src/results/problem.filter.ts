import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@libs/platform';
import type { FastifyReply } from 'fastify';
import { UnknownCursor } from '../journal/journal-feed';
import { MarketUnavailable, NotOffered } from '../market/market-queries';
import { Problem } from './problem';
import { BadArgument, UnknownSubject } from './unknown-subject';

/** Turns whatever a REST handler throws into problem+json; GraphQL formats its own errors. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    const problem = this.problemOf(error);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem.body()));
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof UnknownCursor) return new Problem(400, 'Bad input', error.message);
    if (error instanceof BadArgument) return new Problem(400, 'Bad input', error.message, error.breach);
    if (error instanceof UnknownSubject) return new Problem(404, `There is no such ${error.what}`, error.message);
    if (error instanceof NotOffered) return new Problem(501, 'The market has no such data', error.message);
    if (error instanceof MarketUnavailable) return new Problem(503, 'The market does not answer', error.message);
    if (error instanceof HttpException) return new Problem(error.getStatus(), 'The request cannot be answered', error.message);
    const { statusCode } = (error ?? {}) as { statusCode?: unknown };
    if (typeof statusCode === 'number' && statusCode < 500) return new Problem(statusCode, 'Bad request', (error as Error).message);
    this.logger.error('a request failed', { error });
    return new Problem(500, 'Internal error', 'The request failed inside; the log of the api says why.');
  }
}
