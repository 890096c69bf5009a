/** How many order operations per second an account may make; `off` counts nothing. */
export const RATE_TIERS = [
  'default',
  ...['vip1', 'vip2', 'vip3', 'vip4', 'vip5', 'vip-supreme'],
  ...['pro1', 'pro2', 'pro3', 'pro4', 'pro5', 'pro6'],
  ...['off'],
] as const;

export type RateTier = 'default' | 'off' | `vip${1 | 2 | 3 | 4 | 5}` | 'vip-supreme' | `pro${1 | 2 | 3 | 4 | 5 | 6}`;

/** Per second on futures and on spot: https://bybit-exchange.github.io/docs/v5/rate-limit */
export const TIER_LIMITS: Readonly<Record<Exclude<RateTier, 'off'>, readonly [futures: number, spot: number]>> = {
  default: [10, 20],
  vip1: [20, 25],
  vip2: [40, 30],
  vip3: [60, 40],
  vip4: [60, 40],
  vip5: [60, 40],
  'vip-supreme': [60, 40],
  pro1: [200, 200],
  pro2: [400, 400],
  pro3: [600, 600],
  pro4: [800, 800],
  pro5: [1000, 1000],
  pro6: [1200, 1200],
};

/** The level that `query-api` shows for a tier. */
export function vipLevel(tier: RateTier): string {
  if (tier === 'vip-supreme') return 'VIP-Supreme';
  return tier.startsWith('vip') || tier.startsWith('pro') ? `${tier.slice(0, 3).toUpperCase()}-${tier.slice(3)}` : 'No VIP';
}

export function isRateTier(value: unknown): value is RateTier {
  return RATE_TIERS.some((tier) => tier === value);
}
