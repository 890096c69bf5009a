import type { ParameterDescription } from '@libs/sdk';
import { InvalidSearch } from '../invalid-search';
import type { Dimension, Point } from './dimension';
import { parseDimension, wholeDimension } from './parse-dimension';

/** Every set of parameters that a search may try. */
export interface ParameterSpace {
  readonly dimensions: readonly Dimension[];
  /** Parameters that are the same in every trial; all others keep their defaults. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** Number of points; Infinity with a range without steps. */
  readonly size: number;
}

export interface SpaceRequest {
  /** The strategy's own schema. */
  readonly parameters: readonly ParameterDescription[];
  readonly fixed: Readonly<Record<string, unknown>>;
  /** `fast=5..50:5` as `{ fast: '5..50:5' }`; if empty, all parameters with a range or a choice are searched. */
  readonly narrowed: Readonly<Record<string, string>>;
}

/** The space of a strategy's schema, narrowed by the user's ranges; throws `InvalidSearch` if it is empty or out of range. */
export function spaceOf({ parameters, fixed, narrowed }: SpaceRequest): ParameterSpace {
  for (const name of Object.keys(narrowed)) {
    if (!parameters.some((parameter) => parameter.name === name))
      throw new InvalidSearch(`the strategy has no parameter ${name}; it has ${parameters.map((one) => one.name).join(', ')}`);
    if (Object.hasOwn(fixed, name)) throw new InvalidSearch(`${name} is both given and searched; leave out one`);
  }
  const isNarrowed = Object.keys(narrowed).length > 0;
  const dimensions = parameters
    .map((parameter) => {
      const text = narrowed[parameter.name];
      if (text !== undefined) return parseDimension(parameter, text);
      return isNarrowed || Object.hasOwn(fixed, parameter.name) ? null : wholeDimension(parameter);
    })
    .filter((dimension) => dimension !== null);
  if (dimensions.length === 0)
    throw new InvalidSearch('there is nothing to search: no free parameter has a range; name one as in fast=5..50:5');
  const size = dimensions.reduce((product, dimension) => product * dimension.size, 1);
  return { dimensions, fixed, size };
}

/** The parameters of a point: the fixed and the searched ones. */
export function paramsAt({ dimensions, fixed }: ParameterSpace, point: Point): Readonly<Record<string, unknown>> {
  const searched = dimensions.map((dimension, at) => [dimension.name, dimension.valueAt(point[at]!)] as const);
  return { ...fixed, ...Object.fromEntries(searched) };
}

/** The extreme points, at most `most` of them: lowest and highest value of each ordered dimension, and each choice once. */
export function cornersOf({ dimensions }: ParameterSpace, most = 64): readonly Point[] {
  let corners: Point[] = [[]];
  for (const dimension of dimensions) {
    const last = dimension.size === Infinity ? 1 : dimension.size - 1;
    const places = dimension.isOrdered ? [...new Set([0, last])] : Array.from({ length: dimension.size }, (_, place) => place);
    const wider = corners.flatMap((corner) => places.map((place) => [...corner, place]));
    corners = wider.length <= most ? wider : corners.map((corner) => [...corner, last]);
  }
  return corners;
}

/** Point number `index` of a finite space, the last dimension changing fastest. */
export function pointAt({ dimensions }: ParameterSpace, index: number): Point {
  const places: number[] = [];
  let rest = index;
  for (const { size } of dimensions.toReversed()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return places;
}
