import { Decimal } from '@libs/kernel';
import { validateParams } from '@libs/sdk';
import type { ParameterDescription } from '@libs/sdk';
import { InvalidSearch } from '../invalid-search';
import { listed, ranged, stepped } from './dimension';
import type { Dimension } from './dimension';

const NUMERIC: ReadonlySet<string> = new Set(['integer', 'number', 'decimal']);
const RANGE = /^(-?[\d.]+)\.\.(-?[\d.]+)(?::([\d.]+))?$/;
const MOST_STEPS = Number.MAX_SAFE_INTEGER;

/**
 * Parses what a user writes after `name=`: `5..50`, `5..50:5`, or values separated by commas. Throws `InvalidSearch` for a value outside
 * the parameter's own range, with that range.
 */
export function parseDimension(parameter: ParameterDescription, text: string): Dimension {
  const range = NUMERIC.has(parameter.type) ? RANGE.exec(text) : null;
  if (range) return rangeOf(parameter, text, { from: range[1]!, to: range[2]!, step: range[3] });
  if (text.includes('..'))
    throw wrong(parameter, text, NUMERIC.has(parameter.type) ? 'write it as 5..50 or 5..50:5' : 'name its values with commas');
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => word === '')) throw wrong(parameter, text, 'it names no value, or an empty one');
  const values = words.map((word) => checked(parameter, text, valueOf(parameter, text, word)));
  if (new Set(values).size < values.length) throw wrong(parameter, text, 'it names a value twice');
  return listed(parameter.name, values, NUMERIC.has(parameter.type));
}

/** Every value that a parameter's schema allows; null if it has no bounds or no steps. */
export function wholeDimension(parameter: ParameterDescription): Dimension | null {
  const { name, type, minimum, maximum, options } = parameter;
  switch (type) {
    case 'boolean':
      return listed(name, [false, true], false);
    case 'choice':
      return listed(name, options ?? [], false);
    case 'integer':
    case 'number':
      return minimum === undefined || maximum === undefined ? null : parseDimension(parameter, `${plain(minimum)}..${plain(maximum)}`);
    case 'decimal':
    case 'symbol':
    case 'interval':
      return null;
  }
}

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly step: string | undefined;
}

function rangeOf(parameter: ParameterDescription, text: string, ends: Ends): Dimension {
  const { name, type } = parameter;
  const from = amount(parameter, text, ends.from);
  const to = amount(parameter, text, ends.to);
  for (const end of [from, to]) checked(parameter, text, typed(type, end));
  if (from.gt(to)) throw wrong(parameter, text, 'it begins above its end, so there is nothing in it');
  if (ends.step === undefined && type === 'number') return ranged(name, from.toNumber(), to.toNumber());
  if (ends.step === undefined && type === 'decimal') throw wrong(parameter, text, `amounts need a step, as in ${from}..${to}:0.1`);
  const step = amount(parameter, text, ends.step ?? '1');
  if (step.sign <= 0) throw wrong(parameter, text, 'its step must be above zero');
  checked(parameter, text, typed(type, from.plus(step)), to.lt(from.plus(step)));
  const size = to.minus(from).dividedBy(step, 0, 'DOWN').toNumber() + 1;
  if (size > MOST_STEPS) throw wrong(parameter, text, 'it has too many steps to count');
  return stepped(name, size, (place) => typed(type, from.plus(step.times(Decimal.fromNumber(place)))));
}

function typed(type: ParameterDescription['type'], value: Decimal): unknown {
  return type === 'decimal' ? value.toString() : value.toNumber();
}

function amount(parameter: ParameterDescription, text: string, word: string): Decimal {
  try {
    return Decimal.parse(word);
  } catch {
    throw wrong(parameter, text, `"${word}" is no number`);
  }
}

function valueOf(parameter: ParameterDescription, text: string, word: string): unknown {
  if (NUMERIC.has(parameter.type)) return typed(parameter.type, amount(parameter, text, word));
  if (parameter.type === 'boolean' && (word === 'true' || word === 'false')) return word === 'true';
  return word;
}

/** The value, if the parameter accepts it; otherwise throws the schema's own message, which names the range. */
function checked(parameter: ParameterDescription, text: string, value: unknown, isBeyond = false): unknown {
  if (isBeyond) return value;
  const result = validateParams([parameter], { [parameter.name]: value });
  if (!result.ok) throw new InvalidSearch(`${parameter.name}=${text}: ${result.problems[0]!.message}`);
  return value;
}

function wrong(parameter: ParameterDescription, text: string, why: string): InvalidSearch {
  return new InvalidSearch(`${parameter.name}=${text}: ${why}`);
}

function plain(bound: number | string): string {
  return Decimal.fromNumber(Number(bound)).toString();
}
