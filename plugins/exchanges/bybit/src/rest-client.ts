import { setTimeout as delay } from 'node:timers/promises';
import type { ExchangeOptions } from '@libs/sdk';
import { budgetOf } from './address-budget';
import type { AddressBudget } from './address-budget';
import { httpTransport } from './http-transport';
import type { Transport } from './http-transport';
import { limitTimes } from './limit-headers';
import { credentialsOf, signedHeaders } from './signature';
import { fields, list, textOr } from './wire';
import type { Fields } from './wire';
import { VenueError } from './venue-error';

const LONGEST_WAIT_MS = 5_000;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Reads over REST, as often as the venue lets this address ask. */
export class RestClient {
  constructor(
    private readonly options: ExchangeOptions,
    private readonly transport: Transport = httpTransport(options.restUrl),
    private readonly budget: AddressBudget = budgetOf(options.restUrl),
  ) {}

  /** The `result` of a public endpoint. */
  async publicGet(path: string, query: Query = {}): Promise<Fields> {
    return fields((await this.envelope(path, encode(query), {}))['result'], `a result of ${path}`);
  }

  /** The `result` of an endpoint that wants a signature. */
  async privateGet(path: string, query: Query = {}): Promise<Fields> {
    const payload = encode(query);
    const headers = signedHeaders(credentialsOf(this.options), this.options.requestWindow, this.options.now(), payload);
    return fields((await this.envelope(path, payload, headers))['result'], `a result of ${path}`);
  }

  /** Every page of a list that hands out cursors. */
  async pages(path: string, query: Query, access: 'publicGet' | 'privateGet'): Promise<readonly Fields[]> {
    const records: Fields[] = [];
    const seen = new Set<string>();
    for (let cursor: string | undefined; ;) {
      const result = await this[access](path, { ...query, cursor });
      for (const record of list(result['list'], `the list of ${path}`)) records.push(fields(record, `a record of ${path}`));
      cursor = textOr(result, 'nextPageCursor', undefined);
      if (cursor === undefined || seen.has(cursor)) return records;
      seen.add(cursor);
    }
  }

  /** A full window is waited for, so that a long list comes in the end; nobody waits for the end of a ban. */
  private async turn(path: string): Promise<void> {
    for (let wait = this.budget.take('read', path); wait > 0; wait = this.budget.take('read', path)) {
      if (wait > LONGEST_WAIT_MS)
        throw new VenueError('PAUSED', `${path}: it is not asked for ${Math.ceil(wait)} ms, since it had too many requests`);
      await delay(Math.ceil(wait));
    }
  }

  /** The whole answer, once its `retCode` is 0. */
  async envelope(path: string, query: string, headers: Readonly<Record<string, string>>): Promise<Fields> {
    await this.turn(path);
    const { status, body, limits = {} } = await this.transport(query ? `${path}?${query}` : path, headers);
    const times = limitTimes(limits, this.options.now());
    if (status !== 200) {
      this.budget.answered({ path, status, retCode: null, ...times });
      throw new VenueError(`HTTP ${status}`, `${path}: ${body.slice(0, 200)}`);
    }
    const envelope = fields(JSON.parse(body), `an answer to ${path}`);
    const { retCode } = envelope;
    this.budget.answered({ path, status, retCode: typeof retCode === 'number' ? retCode : null, ...times });
    if (retCode !== 0) throw new VenueError(String(envelope['retCode']), `${path}: ${textOr(envelope, 'retMsg', 'no message')}`);
    return envelope;
  }
}

function encode(query: Query): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parts.push(`${key}=${encodeURIComponent(value)}`);
  return parts.join('&');
}
