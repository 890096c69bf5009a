/** Where answers say when the endpoint's budget is whole again; https://bybit-exchange.github.io/docs/v5/rate-limit */
const RESET_HEADER = 'x-bapi-limit-reset-timestamp';
/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const RETRY_HEADER = 'retry-after';

/** What the headers of an answer say of when to ask again, as text; absent where they say nothing. */
export interface LimitHeaders {
  /** Wall milliseconds of the venue. */
  readonly resetAt?: string | undefined;
  /** Seconds, or a date. */
  readonly retryAfter?: string | undefined;
}

/** Milliseconds from now; null where nothing was said that can be read. */
export interface LimitTimes {
  /** Until the endpoint's own budget is whole again. */
  readonly resetIn: number | null;
  /** For which nothing more is to be asked. */
  readonly retryIn: number | null;
}

export function limitHeaders(header: (name: string) => string | undefined): LimitHeaders {
  return { resetAt: header(RESET_HEADER), retryAfter: header(RETRY_HEADER) };
}

/** `now` is wall time of the venue, milliseconds. */
export function limitTimes({ resetAt = '', retryAfter = '' }: LimitHeaders, now: number): LimitTimes {
  const reset = resetAt === '' ? Number.NaN : Number(resetAt);
  const retry = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
  return { resetIn: Number.isFinite(reset) ? reset - now : null, retryIn: retry > 0 ? retry : null };
}
