import type { IssuedKey } from '../exchange/api-keys';
import type { Exchange } from '../exchange/exchange';
import type { Permissions } from '../exchange/key-permissions';
import type { Reply } from './envelope';
import type { Parameters } from './parameters';
import { RateLimiter } from './rate-limiter';
import { TIER_LIMITS, type RateTier } from './rate-tiers';
import { RET } from './ret-codes';
import { ruleOf, type Needs, type RouteRule } from './route-rules';
import { checkRequest, verifyLogin, type SignedRequest } from './sign';

export type SignIn = { readonly key: IssuedKey } | { readonly reply: Reply };

/** What the answer's `X-Bapi-Limit…` headers say. */
export interface RateState {
  readonly limit: number;
  readonly left: number;
  /** Wall time. */
  readonly resetAt: number;
}

export interface Admission {
  /** Set when the call is refused: permission or rate. */
  readonly refusal?: Reply;
  /** How many orders of a batch are let through; Infinity for what is no batch. */
  readonly allowance: number;
  readonly rate: RateState;
}

export interface AccessParts {
  readonly exchange: Pick<Exchange, 'keys' | 'members' | 'feed'>;
  /** Tier of accounts that have none of their own. */
  readonly rateTier: RateTier;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
}

/** Who may come in and how often, the same for REST and for order entry over WebSocket. */
export class Access {
  private readonly limiter = new RateLimiter();
  private readonly refused = new Map<number, number>();

  constructor(private readonly parts: AccessParts) {}

  /** How often each retCode was answered for a key, a signature, a permission or a rate. */
  get refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.refused);
  }

  /** A REST request: key, address, expiry, time window and signature. */
  signIn(apiKey: string | undefined, ip: string, request: SignedRequest): SignIn {
    const found = this.keyFor(apiKey, ip);
    if ('reply' in found) return found;
    const reply = checkRequest(found.key, request, this.parts.wallNow());
    return reply ? this.refuse(reply) : found;
  }

  /** An `auth` frame: key, address, expiry and signature; that `expires` is not over is asked for by the caller. */
  logIn(login: { readonly apiKey: string; readonly expires: string; readonly sign: string; readonly ip: string }): SignIn {
    const found = this.keyFor(login.apiKey, login.ip);
    if ('reply' in found || verifyLogin(found.key, login.expires, login.sign)) return found;
    return this.refuse(RET.sign(`GET/realtime${login.expires.slice(0, 40)}`));
  }

  /** The key, unless it does not exist, is used from an address it is not bound to, or is over. */
  keyFor(apiKey: string | undefined, ip: string): SignIn {
    const { exchange, wallNow } = this.parts;
    const key = apiKey === undefined ? undefined : exchange.keys.find(apiKey);
    if (!key || exchange.members.of(key.accountId).status === 'DELETED') return this.refuse(RET.key());
    if (key.ips.length > 0 && !key.ips.includes(ip)) return this.refuse(RET.address());
    if (key.expiresAt > 0 && key.expiresAt <= wallNow()) return this.refuse(RET.expired());
    return { key };
  }

  /** Whether the key may make this call now; a call that is let through is counted. `route` is "POST /v5/order/create". */
  admit(key: IssuedKey, route: string, parameters: Parameters): Admission {
    const rule = ruleOf(route);
    const category = parameters.text('category');
    const count = rule.isBatch ? Math.max(1, parameters.count('request')) : 1;
    const { allowed, rate } = this.take(key, rule, { route, isSpot: category === 'spot', count });
    const isWrite = route.startsWith('POST');
    if (allowed === 0) return { refusal: this.refuse(RET.rate()).reply, allowance: 0, rate };
    if (isWrite && this.parts.exchange.members.of(key.accountId).status === 'FROZEN')
      return { refusal: this.refuse(RET.banned()).reply, allowance: 0, rate };
    if ((isWrite && key.readOnly) || !holds(key.permissions, rule.needs, category))
      return { refusal: this.refuse(RET.permission()).reply, allowance: 0, rate };
    return { allowance: rule.isBatch ? allowed : Infinity, rate };
  }

  private take(
    key: IssuedKey,
    rule: RouteRule,
    { route, isSpot, count }: { readonly route: string; readonly isSpot: boolean; readonly count: number },
  ): { readonly allowed: number; readonly rate: RateState } {
    const { exchange, rateTier, wallNow, monotonic } = this.parts;
    const tier = exchange.members.of(key.accountId).rateTier ?? rateTier;
    const group = isSpot ? 1 : 0;
    const usual = rule.limit[group];
    if (tier === 'off') return { allowed: count, rate: { limit: usual, left: usual, resetAt: wallNow() } };
    const limit = rule.upgradable && tier !== 'default' ? Math.max(usual, TIER_LIMITS[tier][group]) : usual;
    // Who trades a market that is played faster sends as much more; a limit is one per second of that market.
    const window = rule.window / Math.max(1, exchange.feed.limitSpeed);
    const taken = this.limiter.take(`${key.accountId} ${group} ${route}`, { limit, count, now: monotonic(), window });
    return { allowed: taken.allowed, rate: { limit, left: taken.left, resetAt: Math.ceil(wallNow() + taken.resetIn) } };
  }

  private refuse(reply: Reply): { readonly reply: Reply } {
    this.refused.set(reply.retCode, (this.refused.get(reply.retCode) ?? 0) + 1);
    return { reply };
  }
}

function holds(permissions: Permissions, needs: Needs, category: string | undefined): boolean {
  const [contract, spot] = [permissions['ContractTrade'] ?? [], permissions['Spot'] ?? []];
  switch (needs) {
    case 'any':
      return true;
    case 'wallet':
      return (permissions['Wallet'] ?? []).length > 0;
    case 'position':
      return contract.includes('Position');
    case 'order':
      return category === 'spot' ? spot.includes('SpotTrade') : contract.includes('Order');
    case 'trade-read':
      if (category === undefined) return contract.length + spot.length > 0;
      return category === 'spot' ? spot.length > 0 : contract.length > 0;
  }
}
