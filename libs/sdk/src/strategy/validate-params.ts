import { Decimal } from '@libs/kernel';
import type { ParameterDescription, ParamProblem } from './description';

export type ParamsResult =
  | { readonly ok: true; readonly params: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly ParamProblem[] };

const SYMBOL = /^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(:[A-Z0-9]{1,20})?$/;
const NUMERAL = /^-?\d{1,40}(\.\d{1,40})?$/;

/**
 * Validates values against a parameter schema and fills in defaults. Pure, and runs no strategy code, so any process can call it. Reports
 * every problem, not only the first; an unknown name is a problem.
 */
export function validateParams(parameters: readonly ParameterDescription[], values: Readonly<Record<string, unknown>>): ParamsResult {
  const problems: ParamProblem[] = unknownNames(parameters, values);
  const params: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const given = Object.hasOwn(values, parameter.name) ? values[parameter.name] : undefined;
    // Null does not mean absent: JSON writes NaN as null, so the default must not replace it.
    const value = given === undefined ? parameter.default : given;
    const problem = value === undefined ? missing(parameter) : wrong(parameter, value);
    if (problem !== null) problems.push({ parameter: parameter.name, message: problem });
    else params[parameter.name] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, params };
}

function unknownNames(parameters: readonly ParameterDescription[], values: Readonly<Record<string, unknown>>): ParamProblem[] {
  const known = parameters.map(({ name }) => name);
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => ({ parameter: name, message: `${name} is not a parameter of this strategy; it has ${known.join(', ') || 'none'}` }));
}

function missing(parameter: ParameterDescription): string {
  return `${parameter.name} is missing; it must be ${expected(parameter)}`;
}

function wrong(parameter: ParameterDescription, value: unknown): string | null {
  return fits(parameter, value) ? null : `${parameter.name} is ${shown(value)}; it must be ${expected(parameter)}`;
}

function fits(parameter: ParameterDescription, value: unknown): boolean {
  switch (parameter.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && inNumberRange(parameter, value);
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) && inNumberRange(parameter, value);
    case 'decimal':
      return typeof value === 'string' && NUMERAL.test(value) && inDecimalRange(parameter, Decimal.parse(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'symbol':
      return typeof value === 'string' && SYMBOL.test(value);
    case 'interval':
    case 'choice':
      return typeof value === 'string' && (parameter.options ?? []).includes(value);
  }
}

function inNumberRange({ minimum, maximum }: ParameterDescription, value: number): boolean {
  return (minimum === undefined || value >= Number(minimum)) && (maximum === undefined || value <= Number(maximum));
}

function inDecimalRange({ minimum, maximum }: ParameterDescription, value: Decimal): boolean {
  return (
    (minimum === undefined || value.gte(Decimal.parse(String(minimum)))) &&
    (maximum === undefined || value.lte(Decimal.parse(String(maximum))))
  );
}

const NOUNS = {
  number: 'a number',
  integer: 'a whole number',
  decimal: 'decimal text like "0.001"',
  boolean: 'true or false',
  symbol: 'a market like "BTC/USDT" or "BTC/USDT:USDT"',
  interval: 'one of',
  choice: 'one of',
} as const;

function expected({ type, minimum, maximum, options }: ParameterDescription): string {
  if (options !== undefined) return `${NOUNS[type]} ${options.join(', ')}`;
  if (minimum !== undefined && maximum !== undefined) return `${NOUNS[type]} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${NOUNS[type]} of at least ${minimum}`;
  if (maximum !== undefined) return `${NOUNS[type]} of at most ${maximum}`;
  return NOUNS[type];
}

function shown(value: unknown): string {
  const text = typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
