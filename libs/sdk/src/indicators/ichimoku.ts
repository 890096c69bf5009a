import type { HighLowClose } from './bar-parts';
import { donchian, type DonchianState } from './donchian';
import { checkLength } from './rolling/check-length';
import { emptyWindow, pushInto, type RollingWindow } from './rolling/window';

/** Lengths in bars, and the displacement: how many bars ahead the spans, and back the close, are drawn. */
export interface IchimokuOptions {
  readonly tenkan?: number;
  readonly kijun?: number;
  readonly senkou?: number;
  readonly displacement?: number;
}

/** Lines in price. The cloud at this bar was computed `displacement` bars ago. */
export interface IchimokuValue {
  readonly tenkan: number;
  readonly kijun: number;
  /** The cloud at this bar; null until `displacement` bars after the first result. */
  readonly senkouA: number | null;
  readonly senkouB: number | null;
  /** The cloud that charts draw `displacement` bars ahead, already known. */
  readonly aheadA: number;
  readonly aheadB: number;
  /** This close, which charts draw `displacement` bars back. */
  readonly chikou: number;
  /** The close of `displacement` bars ago, to compare with. */
  readonly chikouAgainst: number | null;
}

/** An Ichimoku cloud as plain data. */
export interface IchimokuState {
  readonly tenkan: DonchianState;
  readonly kijun: DonchianState;
  readonly senkou: DonchianState;
  readonly spanA: RollingWindow;
  readonly spanB: RollingWindow;
  readonly closes: RollingWindow;
  value: IchimokuValue | null;
}

/**
 * Hosoda's Ichimoku Kinkō Hyō: tenkan and kijun = midpoint of the highest high and lowest low of their last bars, span A = (tenkan + kijun)
 * / 2, span B = midpoint of the last `senkou` bars. Nothing looks ahead: lines that charts shift to the right are given twice, as the cloud
 * at this bar (`senkouA`, `senkouB`: the spans of `displacement` bars ago) and as the future cloud (`aheadA`, `aheadB`); the line that they
 * shift to the left is this close (`chikou`) beside the close of `displacement` bars ago. Some charts count the bar itself and shift one
 * bar less: use 25 for their 26. First result at bar max(tenkan, kijun, senkou). Source:
 * https://school.stockcharts.com/doku.php?id=technical_indicators:ichimoku_cloud.
 *
 * @example
 * const state = ichimoku.create();
 * const value = ichimoku.update(state, bar);
 * if (value?.senkouA != null && value.senkouB != null && bar.close > Math.max(value.senkouA, value.senkouB)) …
 */
export const ichimoku = Object.freeze({
  /** 9, 26, 52 and 26 by default; whole numbers of at least 1; otherwise throws a RangeError. */
  create({ tenkan = 9, kijun = 26, senkou = 52, displacement = 26 }: IchimokuOptions = {}): IchimokuState {
    checkLength('tenkan', tenkan);
    checkLength('kijun', kijun);
    checkLength('senkou', senkou);
    checkLength('displacement', displacement);
    const lines = { tenkan: donchian.create(tenkan), kijun: donchian.create(kijun), senkou: donchian.create(senkou) };
    const past = (): RollingWindow => emptyWindow(displacement);
    return { ...lines, spanA: past(), spanB: past(), closes: past(), value: null };
  },

  /** Adds the next closed bar and returns the new lines, or null while warming up. */
  update(state: IchimokuState, bar: HighLowClose): IchimokuValue | null {
    const tenkan = donchian.update(state.tenkan, bar);
    const kijun = donchian.update(state.kijun, bar);
    const senkou = donchian.update(state.senkou, bar);
    const chikouAgainst = pushInto(state.closes, bar.close);
    if (tenkan === null || kijun === null || senkou === null) return null;
    const aheadA = (tenkan.middle + kijun.middle) / 2;
    const aheadB = senkou.middle;
    const senkouA = pushInto(state.spanA, aheadA);
    const senkouB = pushInto(state.spanB, aheadB);
    const lines = { tenkan: tenkan.middle, kijun: kijun.middle, senkouA, senkouB, aheadA, aheadB };
    return (state.value = { ...lines, chikou: bar.close, chikouAgainst });
  },
});
