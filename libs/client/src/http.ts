import type { Operation } from './operation';
import { withoutAliases } from './aliases';

/** The API answered with an error. */
export class ApiError extends Error {
  constructor(
    readonly field: string,
    readonly messages: readonly string[],
  ) {
    super(`${field}: ${messages.join('; ')}`);
    this.name = 'ApiError';
  }
}

/** There was no usable answer; it is unknown whether a mutation was carried out. */
export class ApiUnreachable extends Error {
  constructor(
    readonly url: string,
    options?: ErrorOptions,
  ) {
    super(`no answer from ${url}; the platform may not be running`, options);
    this.name = 'ApiUnreachable';
  }
}

export interface HttpOptions {
  /** The GraphQL endpoint: `http://127.0.0.1:8080/graphql`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds until a request counts as unanswered; default 10,000. */
  readonly timeout?: number;
}

export type Request = <Result, Variables>(operation: Operation<Result, Variables>, variables: Variables) => Promise<Result>;

/** Queries and mutations over HTTP; returns the root field. */
export function createRequest({ url, fetch: send = fetch, timeout = 10_000 }: HttpOptions): Request {
  return async (operation, variables) => {
    const body = await post(send, url, { query: operation.text, variables, operationName: operation.field }, timeout);
    return rootField(operation, body);
  };
}

async function post(send: typeof fetch, url: string, payload: unknown, timeout: number): Promise<unknown> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(timeout),
    });
    return await response.json();
  } catch (cause) {
    throw new ApiUnreachable(url, { cause });
  }
}

/** The root field of an answer over either transport; throws `ApiError` for an answer with errors. */
export function rootField<Result, Variables>(operation: Operation<Result, Variables>, answer: unknown): Result {
  const { data, errors } = asRecord(answer);
  if (Array.isArray(errors) && errors.length > 0)
    throw new ApiError(
      operation.field,
      errors.map((error) => String(asRecord(error)['message'])),
    );
  const value = asRecord(data)[operation.field];
  if (value === undefined) throw new ApiError(operation.field, ['the answer lacks the field']);
  return withoutAliases(value) as Result;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
