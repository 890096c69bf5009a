import {
  adx,
  aroon,
  atr,
  bollinger,
  cci,
  chaikinMoneyFlow,
  dema,
  donchian,
  ema,
  hma,
  ichimoku,
  kama,
  keltner,
  linearRegressionSlope,
  macd,
  mfi,
  obv,
  roc,
  rsi,
  sma,
  stochastic,
  stochasticRsi,
  supertrend,
  vwma,
  williamsR,
  wma,
  type StrategyBar,
} from '@libs/sdk';
import * as peer from 'trading-signals';

/** Takes in the next bar. */
type Run = (bar: StrategyBar) => unknown;

export interface Contender {
  readonly name: string;
  readonly ours: () => Run;
  readonly theirs: () => Run;
}

interface Ours<Options, State, Input> {
  readonly create: (options: Options) => State;
  readonly update: (state: State, input: Input) => unknown;
}

interface Theirs<Input> {
  add(input: Input): unknown;
}

const SHORT = 14;
const LONG = 20;
/** Where a window that is summed anew each time begins to tell. */
const VERY_LONG = 200;

/** What both have, with the usual lengths. */
export const CONTENDERS: readonly Contender[] = [
  onCloses('sma', sma, LONG, () => new peer.SMA(LONG)),
  onCloses('sma-200', sma, VERY_LONG, () => new peer.SMA(VERY_LONG)),
  onCloses('wma', wma, LONG, () => new peer.WMA(LONG)),
  onCloses('wma-200', wma, VERY_LONG, () => new peer.WMA(VERY_LONG)),
  onCloses('ema', ema, LONG, () => new peer.EMA(LONG)),
  onCloses('dema', dema, LONG, () => new peer.DEMA(LONG)),
  onCloses('hma', hma, LONG, () => new peer.HMA(LONG)),
  onCloses('kama', kama, {}, () => new peer.KAMA(10)),
  onCloses('rsi', rsi, SHORT, () => new peer.RSI(SHORT)),
  onCloses('stochastic-rsi', stochasticRsi, {}, () => new peer.StochasticRSI(SHORT)),
  onCloses('macd', macd, {}, () => new peer.MACD(new peer.EMA(12), new peer.EMA(26), new peer.EMA(9))),
  onCloses('roc', roc, SHORT, () => new peer.ROC(SHORT)),
  onCloses('bollinger', bollinger, {}, () => new peer.BollingerBands(20, 2)),
  onCloses('bollinger-200', bollinger, { period: VERY_LONG }, () => new peer.BollingerBands(VERY_LONG, 2)),
  onCloses('linear-regression-slope', linearRegressionSlope, LONG, () => new peer.LinearRegression(LONG)),
  onBars('vwma', vwma, LONG, () => new peer.VWMA(LONG)),
  onBars('stochastic', stochastic, { smoothK: 3 }, () => new peer.StochasticOscillator({ kPeriod: SHORT, kSlowingPeriod: 3, dPeriod: 3 })),
  onBars('atr', atr, SHORT, () => new peer.ATR(SHORT)),
  onBars('adx', adx, SHORT, () => new peer.ADX(SHORT)),
  onBars('keltner', keltner, {}, () => new peer.KeltnerChannels()),
  onBars('donchian', donchian, LONG, () => new peer.DonchianChannels(LONG)),
  onBars('donchian-200', donchian, VERY_LONG, () => new peer.DonchianChannels(VERY_LONG)),
  onBars('supertrend', supertrend, {}, () => new peer.SuperTrend()),
  onBars('cci', cci, LONG, () => new peer.CCI(LONG)),
  onBars('williams-r', williamsR, SHORT, () => new peer.WilliamsR(SHORT)),
  onBars('mfi', mfi, SHORT, () => new peer.MFI(SHORT)),
  onBars('obv', obv, undefined, () => new peer.OBV(2)),
  onBars('chaikin-money-flow', chaikinMoneyFlow, LONG, () => new peer.CMF(LONG)),
  onBars('aroon', aroon, 25, () => new peer.Aroon(25)),
  onBars('ichimoku', ichimoku, {}, () => new peer.IchimokuCloud()),
];

function onCloses<Options, State>(
  name: string,
  own: Ours<Options, State, number>,
  options: Options,
  theirs: () => Theirs<number>,
): Contender {
  return {
    name,
    ours: () => {
      const state = own.create(options);
      return ({ close }) => own.update(state, close);
    },
    theirs: () => {
      const other = theirs();
      return ({ close }) => other.add(close);
    },
  };
}

function onBars<Options, State>(
  name: string,
  own: Ours<Options, State, StrategyBar>,
  options: Options,
  theirs: () => Theirs<StrategyBar>,
): Contender {
  return {
    name,
    ours: () => {
      const state = own.create(options);
      return (bar) => own.update(state, bar);
    },
    theirs: () => {
      const other = theirs();
      return (bar) => other.add(bar);
    },
  };
}
