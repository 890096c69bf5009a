import type { SeededRandom } from '@libs/simulation';
import { normalCdf } from '../../metrics/normal';
import type { Dimension, Point } from '../space/dimension';

/** One kernel on one dimension; numbers are scaled to 0 … 1. */
type Kernel = (place: number) => number;

/**
 * A density over points: a mixture of one kernel per observation and a broad prior, multiplied over the dimensions. Numbers use truncated
 * normal distributions whose width falls with the number of observations, choices the observed one against all. Widths and weights as in
 * Optuna's multivariate estimator: https://optuna.readthedocs.io/en/stable/reference/samplers/generated/optuna.samplers.TPESampler.html
 */
export class ParzenEstimator {
  private readonly width: number;
  /** By observation (the prior last), then by dimension. */
  private readonly kernels: readonly (readonly Kernel[])[];

  constructor(
    private readonly dimensions: readonly Dimension[],
    private readonly observed: readonly Point[],
  ) {
    const count = observed.length;
    const scott = 0.2 * Math.max(1, count) ** (-1 / (dimensions.length + 4));
    this.width = Math.max(scott, 1 / Math.min(100, count + 2));
    this.kernels = [
      ...observed.map((point) => dimensions.map((dimension, at) => this.kernel(dimension, point[at]!))),
      dimensions.map(broad),
    ];
  }

  logDensity(point: Point): number {
    let sum = 0;
    for (const kernel of this.kernels) {
      let product = 1;
      for (let at = 0; at < kernel.length; at += 1) product *= kernel[at]!(point[at]!);
      sum += product;
    }
    return Math.log(sum / this.kernels.length);
  }

  sample(random: SeededRandom): Point {
    const chosen = Math.floor(random.uniform() * this.kernels.length);
    const centre = this.observed[chosen];
    return this.dimensions.map((dimension, at) => {
      const { size, isOrdered } = dimension;
      if (!isOrdered) return this.sampleChoice(size, centre?.[at], random);
      const [middle, width] = centre ? [unit(dimension, centre[at]!), this.width] : [0.5, 1];
      return placeOf(dimension, truncatedNormal(middle, width, random));
    });
  }

  private kernel(dimension: Dimension, place: number): Kernel {
    if (dimension.isOrdered) return normal(dimension, unit(dimension, place), this.width);
    const other = 1 / dimension.size / (this.observed.length + 1);
    const own = (1 + other) / (1 + other * dimension.size);
    return (at) => (at === place ? own : other / (1 + other * dimension.size));
  }

  private sampleChoice(size: number, centre: number | undefined, random: SeededRandom): number {
    const anywhere = Math.floor(random.uniform() * size);
    const stays = 1 / (1 + 1 / (this.observed.length + 1));
    return centre !== undefined && random.uniform() < stays ? centre : anywhere;
  }
}

function broad(dimension: Dimension): Kernel {
  return dimension.isOrdered ? normal(dimension, 0.5, 1) : () => 1 / dimension.size;
}

function normal(dimension: Dimension, middle: number, width: number): Kernel {
  const inside = normalCdf((1 - middle) / width) - normalCdf(-middle / width);
  const factor = 1 / (inside * width * Math.sqrt(2 * Math.PI));
  return (place) => factor * Math.exp(-0.5 * ((unit(dimension, place) - middle) / width) ** 2);
}

/** The mean is within 0 … 1, so at least about every other draw is inside. */
function truncatedNormal(middle: number, width: number, random: SeededRandom): number {
  for (;;) {
    const at = middle + width * random.gaussian();
    if (at >= 0 && at <= 1) return at;
  }
}

/** The middle of a value's share of 0 … 1. */
function unit({ size }: Dimension, place: number): number {
  return size === Infinity ? place : (place + 0.5) / size;
}

function placeOf({ size }: Dimension, at: number): number {
  return size === Infinity ? at : Math.min(size - 1, Math.floor(at * size));
}
