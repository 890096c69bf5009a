import { escapeHtml, scriptJson } from './escape';
import { formatNumber, formatPercent } from '@libs/kernel';
import { table, timeCell } from './table';
import { labelledTicks, tickDigits, tickStyle, valueTicks } from './ticks';
import type { Density } from './ticks';

/** Inner coordinates of a plot: 0…WIDTH from the first to the last time, 0…HEIGHT from the highest value down. */
const WIDTH = 2000;
const HEIGHT = 1000;

export type ValueFormat = 'money' | 'percent' | 'ratio' | 'price';

export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** What is drawn in a plot, and its accessible description. */
export interface PlotSpec {
  readonly id: string;
  readonly title: string;
  /** What the marks mean. */
  readonly key?: string;
  /** One sentence that describes the plot. */
  readonly summary: string;
  readonly frame: Frame;
  readonly format: ValueFormat;
  /** SVG inside the scaled plot: see `linePath` and others. */
  readonly marks: string;
  /** SVG over it that keeps its size, placed in percent. */
  readonly overlay?: string;
  /** The data under the cursor: columns of equal length, the first in `times`. */
  readonly readout: { readonly times: readonly number[]; readonly columns: readonly ReadoutColumn[] };
  readonly size?: 'tall' | 'low';
}

export interface ReadoutColumn {
  readonly name: string;
  readonly format: ValueFormat;
  readonly values: readonly number[];
}

export function x({ from, to }: Frame, at: number): number {
  return to > from ? round(((at - from) / (to - from)) * WIDTH) : 0;
}

export function y({ low, high }: Frame, value: number): number {
  return high > low ? round(((high - value) / (high - low)) * HEIGHT) : HEIGHT / 2;
}

/** The range of values with some margin, including `include`. */
export function frameAround(
  span: { from: number; to: number },
  columns: readonly (readonly number[])[],
  include: readonly number[] = [],
): Frame {
  let [low, high] = [Infinity, -Infinity];
  for (const column of [...columns, include]) {
    for (const value of column) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) [low, high] = [0, 1];
  const air = (high - low) * 0.04 || Math.abs(high) * 0.05 || 1;
  return { from: span.from, to: span.to, low: low - air, high: high + air };
}

export function linePath(frame: Frame, times: readonly number[], values: readonly number[]): string {
  return times.map((at, index) => `${index === 0 ? 'M' : 'L'}${x(frame, at)} ${y(frame, values[index]!)}`).join('');
}

/** The line closed against a value, for filling. */
export function areaPath(frame: Frame, times: readonly number[], values: readonly number[], base: number): string {
  if (times.length === 0) return '';
  const floor = y(frame, base);
  return `${linePath(frame, times, values)}L${x(frame, times.at(-1)!)} ${floor}L${x(frame, times[0]!)} ${floor}Z`;
}

/** The area between two curves. */
export function bandPath(frame: Frame, times: readonly number[], low: readonly number[], high: readonly number[]): string {
  const back = times.map((at, index) => `L${x(frame, at)} ${y(frame, low[index]!)}`).reverse();
  return `${linePath(frame, times, high)}${back.join('')}Z`;
}

/** A figure with axes, a cursor for pointer and arrow keys, and a sentence and a table for screen readers. */
export function plot(spec: PlotSpec): string {
  const { id, title, key = '', summary, frame, marks, overlay = '', readout, size = 'tall' } = spec;
  const { lines, labels } = valueAxis(frame, spec.format);
  return `<figure class="plot ${size}" id="${id}" tabindex="0" aria-label="${escapeHtml(`${title}. ${summary} Arrow keys read values, + and − zoom.`)}">
<figcaption><span><b>${escapeHtml(title)}</b> ${escapeHtml(key)}</span><output></output>${ZOOM}</figcaption>
<div class="view"><svg role="img" aria-label="${escapeHtml(summary)}"><g class="lines">${lines}</g>${timeAxis(frame)}
<svg class="clip"><svg class="fit"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${marks}</svg>${overlay}</svg></svg><line class="cursor" y1="0" y2="100%"/></svg></div>
<svg class="axis" aria-hidden="true">${labels}</svg>
<script type="application/json">${scriptJson({ ...frame, format: spec.format, ...readout })}</script>
</figure>${valuesTable(title, readout)}`;
}

const ZOOM = `<span class="zoom" hidden><button type="button" data-zoom="0.5" aria-label="Zoom out">−</button><button type="button" data-zoom="2" aria-label="Zoom in">+</button></span>`;

const MOST_ROWS = 40;

/** The curve in a few rows, as an alternative to the figure. */
function valuesTable(title: string, { times, columns }: PlotSpec['readout']): string {
  const rows = Math.min(MOST_ROWS, times.length);
  const picked = Array.from({ length: rows }, (_, row) => (rows === 1 ? 0 : Math.round((row * (times.length - 1)) / (rows - 1))));
  return table({
    caption: title,
    columns: [{ name: 'Time' }, ...columns.map(({ name }) => ({ name, number: true }))],
    rows: picked.map((index) => [timeCell(times[index]!), ...columns.map(({ format, values }) => formatValue(values[index]!, format))]),
    folded: `${title} as a table`,
  });
}

function formatValue(value: number, format: ValueFormat): string {
  return format === 'percent' ? formatPercent(value) : formatNumber(value, format === 'price' ? 4 : 2);
}

/** A position in a plot, in percent. */
export function place(frame: Frame, at: number, value: number): string {
  return `x="${percent(x(frame, at) / WIDTH)}" y="${percent(y(frame, value) / HEIGHT)}"`;
}

function valueAxis(frame: Frame, format: ValueFormat): { lines: string; labels: string } {
  const ticks = valueTicks(frame.low, frame.high, 5);
  const digits = tickDigits(ticks);
  const marks = ticks.map((tick) => {
    const at = percent(y(frame, tick) / HEIGHT);
    const label = format === 'percent' ? formatPercent(tick, Math.max(0, digits - 2)) : formatNumber(tick, digits);
    return { line: `<line class="grid" x2="100%" y1="${at}" y2="${at}"/>`, label: `<text y="${at}" dy="4">${label}</text>` };
  });
  return { lines: marks.map(({ line }) => line).join(''), labels: marks.map(({ label }) => label).join('') };
}

/**
 * Labels for a phone, for a screen, and for four and sixteen times that width; the style shows one set. `edge` is half a label as a share
 * of the plot: a label nearer to an end would be cut off.
 */
const DENSITIES: Readonly<Record<string, Density>> = {
  t0: { about: 3, edge: 0.12 },
  t1: { about: 6, edge: 0.05 },
  t4: { about: 24, edge: 0.02 },
  t16: { about: 96, edge: 0.01 },
};

function timeAxis(frame: Frame): string {
  return Object.entries(DENSITIES)
    .map(([name, density]) => `<g class="${name}">${timeLabels(frame, density)}</g>`)
    .join('');
}

function timeLabels({ from, to }: Frame, density: Density): string {
  const ticks = labelledTicks(from, to, density);
  const style = tickStyle(ticks.map(({ at }) => at));
  return ticks
    .map(({ at: tick, share, turned }) => {
      const iso = new Date(tick).toISOString();
      const label = style === 'month' ? iso.slice(0, 7) : style === 'day' ? iso.slice(0, 10) : iso.slice(5, 16).replace('T', ' ');
      // Months are in UTC, like the table of months; days and hours are shown in the reader's zone.
      const zone = style === 'month' ? '' : ` data-at="${tick}" data-style="${style}"`;
      return `<text class="at${turned ? ` ${turned}` : ''}" x="${percent(share)}" y="100%" dy="16"${zone}>${label}</text>`;
    })
    .join('');
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
