import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import type { Command } from '../orders/order-actions';
import { refusalReply } from '../refusals';
import type { SignedIn } from '../request';

const MODES: Readonly<Record<string, 'CROSS' | 'ISOLATED'>> = { REGULAR_MARGIN: 'CROSS', ISOLATED_MARGIN: 'ISOLATED' };

export async function setMarginMode({ exchange, key, parameters }: Command): Promise<Reply> {
  const name = parameters.required('setMarginMode');
  if (name === 'PORTFOLIO_MARGIN') return refused('3400000', 'Portfolio margin is not available on this exchange simulator');
  if (!Object.hasOwn(MODES, name)) throw badParameter('params error: setMarginMode invalid');
  const refusal = await exchange.perform((venue, at) => venue.setMarginMode(key.accountId, MODES[name]!, at));
  if (!refusal) return ok({ reasons: [] });
  const { retCode, retMsg } = refusalReply(refusal, 'linear');
  return refusal.code === 'MARGIN_MODE_NOT_MODIFIED' ? { retCode, retMsg, result: { reasons: [] } } : refused(String(retCode), retMsg);
}

/** The exchange answers one code and names its reasons inside. */
function refused(reasonCode: string, reasonMsg: string): Reply {
  return { retCode: 3400045, retMsg: 'Set margin mode failed', result: { reasons: [{ reasonCode, reasonMsg }] } };
}

export function accountInfo({ exchange, key }: SignedIn): Reply {
  const { marginMode } = exchange.venue.account(key.accountId);
  return ok({
    marginMode: marginMode === 'ISOLATED' ? 'ISOLATED_MARGIN' : 'REGULAR_MARGIN',
    updatedTime: String(exchange.marketTime),
    unifiedMarginStatus: 5,
    dcpStatus: 'OFF',
    timeWindow: 10,
    smpGroup: 0,
    isMasterTrader: false,
    spotHedgingStatus: 'OFF',
  });
}

/** Accounts are kept from trading with themselves one by one, never in groups. */
export function selfTradeGroup(): Reply {
  return ok({ smpGroup: 0 });
}
