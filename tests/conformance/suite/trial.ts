import { setTimeout as wait } from 'node:timers/promises';
import { Decimal } from '@libs/kernel';
import type { Keys, Terms } from '../venue/keys';
import type { Venue } from '../venue/venue';
import type { CheckResult } from './check';

const POLL = 50;
const MOST_SECONDS = 60;

/** What a card works with: its venue, its checks, and a list of things to undo. */
export class Trial {
  readonly checks: CheckResult[] = [];
  private readonly undo: (() => Promise<unknown> | void)[] = [];

  /** Accounts that the card opened: their traffic is its own. */
  readonly accounts: string[] = [];

  constructor(readonly venue: Venue) {}

  async account(terms: Terms = {}): Promise<Keys> {
    const keys = await this.venue.openAccount(terms);
    this.accounts.push(keys.accountId);
    return keys;
  }

  /** `what` is one of the card's expectations; a second failure of the same is added to the first. */
  holds(what: string, passed: boolean, detail = ''): void {
    const known = this.checks.findIndex((check) => check.what === what);
    if (known < 0) this.checks.push({ what, passed, detail: passed ? '' : detail });
    else if (!passed) {
      const before = this.checks[known]!;
      this.checks[known] = { what, passed: false, detail: [before.detail, detail].filter((part) => part !== '').join('; ') };
    }
  }

  /** Numbers are compared by value whatever their notation, everything else by its JSON. */
  same(what: string, actual: unknown, expected: unknown): void {
    const [left, right] = [canonical(actual), canonical(expected)];
    this.holds(what, left === right, `is ${left}, not ${right}`);
  }

  near(what: string, actual: unknown, expected: unknown, tolerance: number): void {
    const off = Math.abs(Number(actual) - Number(expected));
    this.holds(what, off <= tolerance, `is ${String(actual)}, not ${String(expected)} ± ${tolerance}`);
  }

  /** The call must end in an error whose name or text matches. */
  async refuses(what: string, pattern: RegExp, call: () => Promise<unknown>): Promise<void> {
    try {
      const answer = await call();
      this.holds(what, false, `was accepted: ${JSON.stringify(answer)?.slice(0, 200)}`);
    } catch (error) {
      const said = error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error);
      this.holds(what, pattern.test(said), `was refused with ${said.slice(0, 300)}`);
    }
  }

  /** Asks again until something true comes back. */
  async until<T>(what: string, ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
    const end = performance.now() + MOST_SECONDS * 1_000;
    for (;;) {
      const found = await ask();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > end) throw new Error(`${what}: not within ${MOST_SECONDS} s`);
      await wait(POLL);
    }
  }

  /** Called in reverse order when the card is over. */
  later(undo: () => Promise<unknown> | void): void {
    this.undo.push(undo);
  }

  async cleanUp(): Promise<void> {
    for (const undo of this.undo.splice(0).reverse())
      try {
        await undo();
      } catch (error) {
        this.holds('cleans up', false, String(error));
      }
  }
}

function canonical(value: unknown): string {
  if (value instanceof Decimal) return value.toString();
  if (typeof value === 'number' && Number.isFinite(value)) return Decimal.fromNumber(value).toString();
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Decimal.parse(value).toString();
  return JSON.stringify(value) ?? 'undefined';
}
