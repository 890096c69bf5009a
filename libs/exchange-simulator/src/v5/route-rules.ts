/** Which permission a route needs. Reading orders takes any right to trade the category. */
export type Needs = 'order' | 'position' | 'trade-read' | 'wallet' | 'any';

export interface RouteRule {
  readonly needs: Needs;
  /** Requests per window, on futures and on spot. */
  readonly limit: readonly [futures: number, spot: number];
  readonly window: number;
  /** A better tier raises the limit. */
  readonly upgradable: boolean;
  /** Each order of the request counts. */
  readonly isBatch: boolean;
}

const SECOND = 1_000;
const MINUTE = 60_000;

function order(futures: number, spot: number, isBatch = false): RouteRule {
  return { needs: 'order', limit: [futures, spot], window: SECOND, upgradable: true, isBatch };
}

function rule(needs: Needs, limit: number, window = SECOND): RouteRule {
  return { needs, limit: [limit, limit], window, upgradable: false, isBatch: false };
}

const USUAL = rule('any', 50);

/** https://bybit-exchange.github.io/docs/v5/rate-limit, and who may call what. */
const RULES: Readonly<Record<string, RouteRule>> = {
  'POST /v5/order/create': order(10, 20),
  'POST /v5/order/amend': order(10, 10),
  'POST /v5/order/cancel': order(10, 20),
  'POST /v5/order/cancel-all': order(10, 20),
  'POST /v5/order/create-batch': order(10, 20, true),
  'POST /v5/order/amend-batch': order(10, 20, true),
  'POST /v5/order/cancel-batch': order(10, 20, true),
  'POST /v5/order/pre-check': order(10, 20),
  'POST /v5/order/disconnected-cancel-all': rule('order', 5),
  'GET /v5/order/realtime': rule('trade-read', 50),
  'GET /v5/order/history': rule('trade-read', 50),
  'GET /v5/execution/list': rule('trade-read', 50),
  'GET /v5/position/list': rule('trade-read', 50),
  'GET /v5/position/closed-pnl': rule('trade-read', 50),
  'POST /v5/position/set-leverage': rule('position', 10),
  'POST /v5/position/switch-mode': rule('position', 10),
  'POST /v5/position/trading-stop': rule('position', 10),
  'POST /v5/position/set-auto-add-margin': rule('position', 10),
  'POST /v5/position/add-margin': rule('position', 10),
  'POST /v5/position/confirm-pending-mmr': rule('position', 10),
  'POST /v5/account/set-margin-mode': rule('position', 5),
  'GET /v5/account/transaction-log': rule('any', 25),
  'GET /v5/account/fee-rate': rule('any', 5),
  'GET /v5/account/query-dcp-info': rule('any', 5),
  'GET /v5/account/smp-group': rule('any', 5),
  'GET /v5/account/instruments-info': rule('any', 10),
  'GET /v5/asset/coin/query-info': rule('any', 5),
  'GET /v5/asset/transfer/query-account-coins-balance': rule('any', 5),
  'GET /v5/asset/transfer/query-account-coin-balance': rule('any', 450),
  'GET /v5/asset/transfer/query-universal-transfer-list': rule('wallet', 5),
  'POST /v5/asset/transfer/universal-transfer': rule('wallet', 5),
  'GET /v5/asset/transfer/query-inter-transfer-list': rule('wallet', 60, MINUTE),
  'POST /v5/asset/transfer/inter-transfer': rule('wallet', 60, MINUTE),
  'GET /v5/user/query-api': rule('any', 10),
  'GET /v5/user/get-member-type': rule('any', 10),
  'GET /v5/user/sub-apikeys': rule('any', 10),
  'GET /v5/user/query-sub-members': rule('wallet', 10),
  'GET /v5/user/submembers': rule('wallet', 5),
  'GET /v5/user/escrow_sub_members': rule('wallet', 5),
  'POST /v5/user/create-sub-member': rule('wallet', 1),
  'POST /v5/user/create-sub-api': rule('wallet', 1),
  'POST /v5/user/frozen-sub-member': rule('wallet', 5),
  'POST /v5/user/update-api': rule('wallet', 5),
  'POST /v5/user/update-sub-api': rule('wallet', 5),
  'POST /v5/user/delete-api': rule('wallet', 5),
  'POST /v5/user/delete-sub-api': rule('wallet', 5),
  'POST /v5/user/del-submember': rule('wallet', 5),
};

export function ruleOf(route: string): RouteRule {
  return Object.hasOwn(RULES, route) ? RULES[route]! : USUAL;
}
