import { disconnectInfo } from './account/disconnect';
import { feeRate } from './account/fee-rate';
import { accountInfo, selfTradeGroup, setMarginMode } from './account/margin-mode';
import { transactionLog } from './account/transaction-log';
import { walletBalance } from './account/wallet';
import { closedProfit } from './positions/closed-profit';
import { positions } from './positions/position-list';
import { addMargin, setAutoAddMargin } from './positions/position-margin';
import { setLeverage, switchMode } from './positions/position-settings';
import { setTradingStop } from './positions/trading-stop';
import type { PrivateHandler } from './request';

export const ACCOUNT_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'GET /v5/account/wallet-balance': walletBalance,
  'GET /v5/account/fee-rate': feeRate,
  'GET /v5/account/info': accountInfo,
  'GET /v5/account/transaction-log': transactionLog,
  'GET /v5/account/query-dcp-info': disconnectInfo,
  'GET /v5/account/smp-group': selfTradeGroup,
  'POST /v5/account/set-margin-mode': setMarginMode,
  'GET /v5/position/list': positions,
  'GET /v5/position/closed-pnl': closedProfit,
  'POST /v5/position/set-leverage': setLeverage,
  'POST /v5/position/switch-mode': switchMode,
  'POST /v5/position/trading-stop': setTradingStop,
  'POST /v5/position/add-margin': addMargin,
  'POST /v5/position/set-auto-add-margin': setAutoAddMargin,
};
