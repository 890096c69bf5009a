import type { StartOptimisationInput, Strategy } from '@libs/client';
import { inputOf, paramField } from './backtest-form';
import type { Fields } from './backtest-form';

/** What is searched is written with `..` or a comma; anything else stays as it is. */
export function isSearched(text: string): boolean {
  return /\.\.|,/.test(text);
}

/** What the fields ask for: parameters that are searched apart from those that stay. */
export function searchInputOf(
  strategy: Pick<Strategy, 'name' | 'parameters'>,
  fields: Fields,
  idempotencyKey: string,
): StartOptimisationInput {
  const searched = strategy.parameters.filter(({ name }) => isSearched(fields[paramField(name)] ?? ''));
  const fixed = strategy.parameters.filter((parameter) => !searched.includes(parameter));
  const { idempotencyKey: _, ...backtest } = inputOf({ name: strategy.name, parameters: fixed }, fields, idempotencyKey);
  return {
    backtest,
    search: Object.fromEntries(searched.map(({ name }) => [name, (fields[paramField(name)] ?? '').trim()])),
    ...{ sampler: fields['sampler'] ?? 'bayes', trials: Number(fields['trials']), objective: fields['objective'] ?? 'sharpe' },
    ...{ minTrades: Number(fields['minTrades']), idempotencyKey },
  };
}

/** A range around the default, inside what the strategy takes: what is proposed to be searched. */
export function proposedRange({ default: usual, minimum, maximum, type }: Strategy['parameters'][number]): string | null {
  if (type !== 'integer' || typeof usual !== 'number') return null;
  const from = Math.max(minimum ?? 1, Math.floor(usual / 2));
  const to = Math.min(maximum ?? usual * 2, usual * 2);
  return to > from ? `${from}..${to}` : null;
}
