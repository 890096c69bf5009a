import { ok, type Reply } from './envelope';
import type { PrivateHandler, SignedIn } from './request';
import { TRANSFER_ENDPOINTS } from './transfer-endpoints';

export const ASSET_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'GET /v5/asset/coin/query-info': coins,
  ...TRANSFER_ENDPOINTS,
};

/** Coins that are traded here; none of them can be sent in or out. */
function coins({ exchange, parameters }: SignedIn): Reply {
  const wanted = parameters.text('coin');
  const known = new Set(
    exchange.feed.markets.flatMap(({ state: { instrument } }) => [instrument.base, instrument.quote, instrument.settle]),
  );
  const rows = [...known].filter((coin) => wanted === undefined || coin === wanted).map(coinInfo);
  return ok({ rows }, 'success');
}

function coinInfo(coin: string): object {
  const chain = {
    chainType: coin,
    confirmation: '6',
    withdrawFee: '0',
    depositMin: '0',
    withdrawMin: '0',
    chain: coin,
    chainDeposit: '0',
    chainWithdraw: '0',
    minAccuracy: '8',
    withdrawPercentageFee: '0',
    contractAddress: '',
    safeConfirmNumber: '6',
    withdrawMax: '0',
  };
  return { name: coin, coin, remainAmount: '0', chains: [chain] };
}
