import { Decimal } from '@libs/kernel';
import { averageEntry, marginFor, marginPicture, unrealised, type FillEngine, type MarketState, type SimAccount } from '@libs/simulation';

const ENTRY_SCALE = 8;
const MAINTENANCE = Decimal.parse('0.005');

/** A position as `position/list` tells it; the private stream says `entryPrice` instead of `avgPrice`. */
export function renderPosition(account: SimAccount, market: MarketState): Record<string, unknown> {
  const position = account.position(market.key);
  const size = position.quantity.abs();
  const mark = market.lastPrice;
  const value = size.times(mark);
  const margin = marginFor(account, market, size).toString();
  const entry = averageEntry(position, ENTRY_SCALE).toString();
  const maintenance = value.times(MAINTENANCE).roundTo(ENTRY_SCALE).toString();
  return {
    ...{
      positionIdx: 0,
      riskId: 1,
      riskLimitValue: '2000000',
      symbol: market.instrument.venueSymbol,
      category: market.instrument.category,
    },
    side: position.quantity.sign > 0 ? 'Buy' : position.quantity.sign < 0 ? 'Sell' : '',
    ...{ size: size.toString(), avgPrice: entry, entryPrice: entry, sessionAvgPrice: '', breakEvenPrice: '' },
    ...{ positionValue: position.cost.abs().toString(), tradeMode: 0, positionStatus: 'Normal', autoAddMargin: 0, adlRankIndicator: 0 },
    ...{
      leverage: String(account.leverageOf(market.key)),
      positionBalance: margin,
      markPrice: mark.toString(),
      liqPrice: '',
      bustPrice: '',
    },
    ...{ positionIM: margin, positionIMByMp: margin, positionMM: maintenance, positionMMByMp: maintenance },
    ...{ tpslMode: 'Full', takeProfit: '0', stopLoss: '0', trailingStop: '0' },
    unrealisedPnl: unrealised(position, mark).toString(),
    ...{ curRealisedPnl: position.realised.toString(), cumRealisedPnl: position.cumulativeRealised.toString() },
    ...{ seq: 0, isReduceOnly: false, mmrSysUpdatedTime: '', leverageSysUpdatedTime: '' },
    ...{ createdTime: String(position.openedAt), updatedTime: String(position.updatedAt), openTime: position.openedAt },
  };
}

/** The wallet as `wallet-balance` and the private stream tell it. */
export function renderWallet(engine: FillEngine, account: SimAccount): Record<string, unknown> {
  const coins = [...account.balances.keys()].map((asset) => renderCoin(engine, account, asset));
  const sum = (pick: (coin: Coin) => Decimal): string =>
    coins.reduce((total, coin) => total.plus(pick(coin).times(coin.dollarPrice)), Decimal.ZERO).toString();
  const [wallet, profit] = [sum((coin) => coin.wallet), sum((coin) => coin.profit)];
  const initial = sum((coin) => coin.positionMargin.plus(coin.orderMargin));
  const maintenance = sum((coin) => coin.maintenance);
  const equity = sum((coin) => coin.wallet.plus(coin.profit));
  return {
    ...{ totalEquity: equity, accountIMRate: '0', accountIMRateByMp: '0', accountMMRate: '0', accountMMRateByMp: '0', accountLTV: '0' },
    ...{ totalMarginBalance: equity, totalInitialMargin: initial, totalInitialMarginByMp: initial, accountType: 'UNIFIED' },
    ...{ totalAvailableBalance: sum((coin) => coin.available), totalPerpUPL: profit, totalPerpUpl: profit, totalWalletBalance: wallet },
    ...{ totalMaintenanceMargin: maintenance, totalMaintenanceMarginByMp: maintenance, coin: coins.map(({ view }) => view) },
  };
}

interface Coin {
  readonly wallet: Decimal;
  readonly profit: Decimal;
  readonly available: Decimal;
  readonly positionMargin: Decimal;
  readonly orderMargin: Decimal;
  readonly maintenance: Decimal;
  readonly dollarPrice: Decimal;
  readonly view: Record<string, unknown>;
}

function renderCoin(engine: FillEngine, account: SimAccount, asset: string): Coin {
  const picture = marginPicture(account, engine.markets, asset);
  const { wallet, unrealised: profit, positionMargin, orderMargin, locked, available } = picture;
  const dollarPrice = priceOf(engine, asset);
  const maintenance = maintenanceOf(engine, account, asset);
  const realised = [...account.positions.values()].filter(({ market }) => engine.markets.get(market)?.instrument.settle === asset);
  const view = {
    ...{ coin: asset, walletBalance: wallet.toString(), equity: wallet.plus(profit).toString(), locked: locked.toString() },
    ...{ usdValue: wallet.plus(profit).times(dollarPrice).toString(), unrealisedPnl: profit.toString() },
    cumRealisedPnl: realised.reduce((sum, { cumulativeRealised }) => sum.plus(cumulativeRealised), Decimal.ZERO).toString(),
    ...{ totalOrderIM: orderMargin.toString(), totalPositionIM: positionMargin.toString(), totalPositionMM: maintenance.toString() },
    availableToWithdraw: Decimal.max(available, Decimal.ZERO).toString(),
    ...{ availableToBorrow: '', bonus: '0', accruedInterest: '0', borrowAmount: '0', spotHedgingQty: '0', spotBorrow: '0' },
    ...{ collateralSwitch: true, marginCollateral: true },
  };
  return { wallet, profit, available, positionMargin, orderMargin, maintenance, dollarPrice, view };
}

function maintenanceOf(engine: FillEngine, account: SimAccount, asset: string): Decimal {
  let sum = Decimal.ZERO;
  for (const market of engine.markets.values()) {
    if (market.instrument.category !== 'linear' || market.instrument.settle !== asset) continue;
    sum = sum.plus(account.position(market.key).quantity.abs().times(market.lastPrice).times(MAINTENANCE));
  }
  return sum.roundTo(ENTRY_SCALE);
}

/** What one coin is worth in dollars, by the markets that are here. */
function priceOf(engine: FillEngine, asset: string): Decimal {
  if (asset.startsWith('USD')) return Decimal.ONE;
  for (const { instrument, lastPrice } of engine.markets.values()) {
    if (instrument.base === asset && instrument.quote.startsWith('USD')) return lastPrice;
  }
  return Decimal.ZERO;
}
