import type { Category } from '@libs/kernel';
import type { FeedMarket } from '../market/feed';
import type { Exchange } from '../exchange/exchange';
import type { Reply } from './envelope';
import { RET } from './ret-codes';

/** Thrown while parameters are read; the router answers with `reply`. */
export class BadRequest extends Error {
  constructor(readonly reply: Reply) {
    super(reply.retMsg);
    this.name = 'BadRequest';
  }
}

export function badParameter(what: string): BadRequest {
  return new BadRequest(RET.parameter(what));
}

/** Named values of a query or of a JSON body, all as text or absent. */
export class Parameters {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  static ofQuery(raw: string): Parameters {
    return new Parameters(Object.fromEntries(new URLSearchParams(raw)));
  }

  /** Clients send nothing at all where they have nothing to say. */
  static ofBody(raw: Buffer): Parameters {
    if (raw.length === 0) return new Parameters({});
    let value: unknown;
    try {
      value = JSON.parse(raw.toString('utf8'));
    } catch {
      throw badParameter('params error: the body is not JSON');
    }
    return Parameters.ofObject(value);
  }

  static ofObject(value: unknown): Parameters {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter('params error: an object is expected');
    return new Parameters(value as Record<string, unknown>);
  }

  text(name: string): string | undefined {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw badParameter(`params error: ${name} invalid`);
    return String(value);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw badParameter(`params error: ${name} is required`);
    return value;
  }

  flag(name: string): boolean {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (value === undefined || value === null || value === '') return false;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw badParameter(`params error: ${name} invalid`);
  }

  has(name: string): boolean {
    return this.text(name) !== undefined;
  }

  /** The objects of a list, such as the orders of a batch. */
  list(name: string, most: number): readonly Parameters[] {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (!Array.isArray(value) || value.length === 0) throw badParameter(`params error: ${name} is required`);
    if (value.length > most) throw badParameter(`params error: ${name} holds more than ${most} items`);
    return value.map((item) => Parameters.ofObject(item));
  }

  /** The value as it came; undefined when absent. */
  raw(name: string): unknown {
    return Object.hasOwn(this.values, name) ? (this.values[name] ?? undefined) : undefined;
  }

  /** How many items a list has; 0 when there is none. */
  count(name: string): number {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    return Array.isArray(value) ? value.length : 0;
  }

  /** The same values, with some that hold for all items of a batch. */
  with(more: Readonly<Record<string, unknown>>): Parameters {
    return new Parameters({ ...this.values, ...more });
  }

  integer(name: string, range: { readonly least: number; readonly most: number; readonly default: number }): number {
    const text = this.text(name);
    if (text === undefined) return range.default;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < range.least) throw badParameter(`params error: ${name} invalid`);
    return Math.min(value, range.most);
  }

  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) throw badParameter(`params error: ${name} invalid`);
    return Number(text);
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.required(name);
    if (!choices.includes(value as T)) throw badParameter(`params error: ${name} invalid`);
    return value as T;
  }

  category(): Category {
    return this.oneOf('category', ['spot', 'linear']);
  }

  market(exchange: Exchange, category: Category): FeedMarket {
    const market = exchange.marketOf(category, this.required('symbol'));
    if (!market) throw badParameter('params error: symbol invalid');
    return market;
  }
}
