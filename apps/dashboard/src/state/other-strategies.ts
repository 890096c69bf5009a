import type { StartBacktestInput, StoredCandles, Strategy } from '@libs/client';
import { paramField, paramsOf, usualParams } from './backtest-form';
import type { Fields, TermField } from './backtest-form';

type Known = Pick<Strategy, 'name' | 'parameters'>;

/** The field that names them, one behind the other. */
export const OTHERS = 'others';

export const LABEL: TermField = { name: 'label', label: 'Called', hint: 'in the report, to tell it from others', usual: '', type: 'text' };

/** A field of the strategy at a place, 0 for the first behind the one of the form; what is wrong with it comes back under this name. */
export function otherField(place: number, name: string): string {
  return `${OTHERS}.${place}.${name}`;
}

/** The strategies that the form has beside its own. */
export function othersIn<S extends Known>(fields: Fields, strategies: readonly S[]): readonly S[] {
  const names = (fields[OTHERS] ?? '').split(' ');
  return names.flatMap((name) => strategies.find((one) => one.name === name) ?? []);
}

export function namesOf(others: readonly Known[]): string {
  return others.map(({ name }) => name).join(' ');
}

/** What their fields say before anybody touches them; of one strategy twice each is called something else. */
export function usualOthers(first: Known, others: readonly Known[], candles: readonly Pick<StoredCandles, 'symbol'>[] = []): Fields {
  const all = [first, ...others];
  const fields = others.flatMap((other, place) => {
    const before = all.slice(0, place + 1).filter(({ name }) => name === other.name).length;
    const own = { label: before === 0 ? other.name : `${other.name}-${before + 1}`, ...usualParams(other, candles) };
    return Object.entries(own).map(([name, usual]) => [otherField(place, name), usual] as const);
  });
  return { [OTHERS]: namesOf(others), ...Object.fromEntries(fields) };
}

/** What the fields ask for beside the strategy of the form. */
export function othersInput(others: readonly Known[], fields: Fields): Pick<StartBacktestInput, 'others'> {
  if (others.length === 0) return {};
  return {
    others: others.map((other, place) => {
      const label = (fields[otherField(place, LABEL.name)] ?? '').trim();
      const params = paramsOf(other, fields, (name) => otherField(place, paramField(name)));
      return { strategy: other.name, params, ...(label === '' ? {} : { label }) };
    }),
  };
}
