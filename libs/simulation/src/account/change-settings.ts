import { Decimal } from '@libs/kernel';
import { refuse, type Refusal } from '../venue/refusal';
import type { AccountMarket, AccountMarkets } from './account-market';
import { POSITION_INDEXES } from './exposure';
import { MONEY_SCALE } from './fees';
import { spareMargin } from './free-coins';
import { openingValue } from './linear-need';
import type { VenuePosition } from './position';
import { limitAt, riskLevels } from './risk-tiers';
import { leverageOf, type MarginMode, type MarketSettings } from './settings';
import type { VenueAccount } from './venue-account';

export interface SettingsPlace {
  readonly account: VenueAccount;
  readonly markets: AccountMarkets;
  readonly market: AccountMarket;
}

/** Changes the leverage, and with it the margin of isolated positions; refused if tiers or funds do not allow it. */
export function changeLeverage(place: SettingsPlace, leverage: { readonly buy: Decimal; readonly sell: Decimal }): Refusal | undefined {
  const { account, markets, market } = place;
  const highest = Decimal.fromNumber(market.instrument.maxLeverage);
  const wrong = [leverage.buy, leverage.sell].find((one) => one.lt(Decimal.ONE) || one.gt(highest));
  if (wrong) return refuse('LEVERAGE_OUT_OF_RANGE', highest, wrong);
  const before = account.settings(market);
  if (before.buyLeverage.eq(leverage.buy) && before.sellLeverage.eq(leverage.sell)) return refuse('LEVERAGE_NOT_MODIFIED');
  const after: MarketSettings = { ...before, buyLeverage: leverage.buy, sellLeverage: leverage.sell };
  const change = {
    apply: () => {
      account.setSettings(market.key, after);
      setMargins(account, market);
    },
    undo: () => account.setSettings(market.key, before),
  };
  return checkTiers(place, after) ?? unlessShort({ account, markets, touched: [market] }, change);
}

/** Moves margin between the account and each of its positions; refused if the account cannot afford it. */
export function changeMarginMode(account: VenueAccount, markets: AccountMarkets, mode: MarginMode): Refusal | undefined {
  const before = account.marginMode;
  if (before === mode) return refuse('MARGIN_MODE_NOT_MODIFIED');
  const touched = [...account.exposures.keys()].flatMap((key) => markets.get(key) ?? []).filter(isLinear);
  const change = {
    apply: () => {
      account.marginMode = mode;
      for (const market of touched) setMargins(account, market);
    },
    undo: () => void (account.marginMode = before),
  };
  return unlessShort({ account, markets, touched }, change);
}

function isLinear({ instrument }: AccountMarket): boolean {
  return instrument.category === 'linear';
}

/** Assigns `cost ÷ leverage` to each position in isolated margin, nothing in cross margin. */
function setMargins(account: VenueAccount, market: AccountMarket): void {
  for (const position of heldIn(account, market)) {
    const leverage = leverageOf(account.settings(market), position.index);
    const isolatedMargin = account.marginMode === 'ISOLATED' ? position.cost.abs().dividedBy(leverage, MONEY_SCALE, 'UP') : Decimal.ZERO;
    account.setPosition({ ...position, isolatedMargin });
  }
}

function heldIn(account: VenueAccount, market: AccountMarket): readonly VenuePosition[] {
  const exposure = account.exposure(market.key);
  return POSITION_INDEXES.flatMap((index) => exposure.position(index) ?? []).filter(({ quantity }) => !quantity.isZero);
}

/** Position and orders must fit a tier that allows the new leverage. */
function checkTiers({ account, market }: SettingsPlace, settings: MarketSettings): Refusal | undefined {
  const levels = riskLevels(market.instrument);
  for (const index of POSITION_INDEXES) {
    const { quantity } = account.position(market.key, index);
    const held = quantity.abs().times(market.mark);
    const { buys, sells } = account.exposure(market.key).sums[index];
    const [long, short] = [openingValue(buys, quantity.negated()), openingValue(sells, quantity)];
    const value = Decimal.max(quantity.sign > 0 ? held.plus(long) : long, quantity.sign < 0 ? held.plus(short) : short);
    const limit = limitAt(levels, leverageOf(settings, index));
    if (value.gt(limit)) return refuse('RISK_LIMIT_EXCEEDED', limit, value);
  }
  return undefined;
}

interface Attempt {
  readonly account: VenueAccount;
  readonly markets: AccountMarkets;
  readonly touched: readonly AccountMarket[];
}

/** Applies a change, and undoes it if it leaves the account short and worse off than before. */
function unlessShort({ account, markets, touched }: Attempt, change: { apply(): void; undo(): void }): Refusal | undefined {
  const coins = [...new Set(touched.map(({ instrument }) => instrument.settle))];
  const before = coins.map((coin) => spareMargin(account, markets, coin));
  const positions = touched.flatMap((market) => heldIn(account, market));
  change.apply();
  const after = coins.map((coin) => spareMargin(account, markets, coin));
  const short = after.findIndex((spare, index) => spare.sign < 0 && spare.lt(before[index]!));
  if (short < 0) return undefined;
  change.undo();
  for (const position of positions) account.setPosition(position);
  return refuse('INSUFFICIENT_MARGIN', before[short], before[short]!.minus(after[short]!));
}
