import { ok, type Reply } from './envelope';
import { BadRequest, badParameter } from './parameters';
import { renderPosition, renderWallet } from './render-account';
import type { PrivateHandler, SignedIn } from './request';
import { failure } from './envelope';

export const ACCOUNT_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'GET /v5/account/wallet-balance': walletBalance,
  'GET /v5/account/fee-rate': feeRate,
  'GET /v5/account/info': accountInfo,
  'GET /v5/position/list': positions,
  'POST /v5/position/set-leverage': setLeverage,
};

function walletBalance({ exchange, key, parameters }: SignedIn): Reply {
  if (parameters.text('accountType') !== 'UNIFIED') throw badParameter('accountType only support UNIFIED.');
  const wallet = renderWallet(exchange.engine, exchange.engine.account(key.accountId));
  const wanted = parameters.text('coin')?.split(',');
  const coins = wallet['coin'] as readonly { readonly coin: string }[];
  return ok({ list: [{ ...wallet, coin: coins.filter(({ coin }) => !wanted || wanted.includes(coin)) }] });
}

function feeRate({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.category();
  const symbol = parameters.text('symbol');
  const { maker, taker } = exchange.engine.account(key.accountId).fees;
  const list = exchange.feed.markets
    .map(({ state }) => state.instrument)
    .filter((instrument) => instrument.category === category && (symbol === undefined || instrument.venueSymbol === symbol))
    .map((instrument) => ({
      symbol: instrument.venueSymbol,
      baseCoin: '',
      takerFeeRate: taker.toString(),
      makerFeeRate: maker.toString(),
    }));
  return ok({ category, list });
}

function accountInfo({ exchange }: SignedIn): Reply {
  return ok({
    ...{ marginMode: 'REGULAR_MARGIN', updatedTime: String(exchange.marketTime), unifiedMarginStatus: 5, dcpStatus: 'OFF', timeWindow: 10 },
    ...{ smpGroup: 0, isMasterTrader: false, spotHedgingStatus: 'OFF' },
  });
}

/** A named symbol answers also when flat; without one only what is held. */
function positions({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.oneOf('category', ['linear', 'inverse', 'option']);
  const [symbol, settleCoin, baseCoin] = [parameters.text('symbol'), parameters.text('settleCoin'), parameters.text('baseCoin')];
  if (symbol === undefined && settleCoin === undefined && baseCoin === undefined)
    throw badParameter('params error: symbol or settleCoin is required');
  const account = exchange.engine.account(key.accountId);
  const markets = exchange.feed.markets.filter(({ state: { instrument } }) => {
    if (instrument.category !== category) return false;
    return symbol === undefined
      ? (settleCoin ?? instrument.settle) === instrument.settle && (baseCoin ?? instrument.base) === instrument.base
      : instrument.venueSymbol === symbol;
  });
  if (symbol !== undefined && markets.length === 0) throw badParameter('params error: symbol invalid');
  const shown = markets.filter(({ state }) => symbol !== undefined || !account.position(state.key).quantity.isZero);
  return ok({ category, list: shown.map(({ state }) => renderPosition(account, state)), nextPageCursor: '' });
}

async function setLeverage({ exchange, key, parameters }: SignedIn): Promise<Reply> {
  parameters.oneOf('category', ['linear']);
  const { state } = parameters.market(exchange, 'linear');
  const leverage = Number(parameters.required('buyLeverage'));
  if (!(leverage >= 1 && leverage <= 10)) throw badParameter(`params error: buyLeverage invalid, 1 to 10 is supported`);
  if (Number(parameters.required('sellLeverage')) !== leverage) throw badParameter('params error: sellLeverage must equal buyLeverage');
  if (exchange.engine.account(key.accountId).leverageOf(state.key) === leverage)
    throw new BadRequest(failure(110043, 'leverage not modified'));
  await exchange.setLeverage(key.accountId, state.key, leverage);
  return ok({});
}
