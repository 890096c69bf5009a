import type { StartBacktestInput, Strategy } from '@libs/client';
import { paramField, paramsOf, usualParams } from './backtest-form';
import type { Fields, Stored, TermField } from './backtest-form';

type Known = Pick<Strategy, 'name' | 'parameters'>;

/** The field that lists them. */
export const OTHERS = 'others';

export const LABEL: TermField = { name: 'label', label: 'Label', hint: 'in the report, different for each', usual: '', type: 'text' };

/** A field of the strategy at an index, 0 for the first after the form's own; its problems are reported under this name. */
export function otherField(place: number, name: string): string {
  return `${OTHERS}.${place}.${name}`;
}

/** The strategies of the form besides its own. */
export function othersIn<S extends Known>(fields: Fields, strategies: readonly S[]): readonly S[] {
  const names = (fields[OTHERS] ?? '').split(' ');
  return names.flatMap((name) => strategies.find((one) => one.name === name) ?? []);
}

export function namesOf(others: readonly Known[]): string {
  return others.map(({ name }) => name).join(' ');
}

/** Initial values of their fields; a second instance of a strategy gets another label. */
export function usualOthers(first: Known, others: readonly Known[], candles: readonly Stored[] = []): Fields {
  const all = [first, ...others];
  const fields = others.flatMap((other, place) => {
    const before = all.slice(0, place + 1).filter(({ name }) => name === other.name).length;
    const own = { label: before === 0 ? other.name : `${other.name}-${before + 1}`, ...usualParams(other, candles) };
    return Object.entries(own).map(([name, usual]) => [otherField(place, name), usual] as const);
  });
  return { [OTHERS]: namesOf(others), ...Object.fromEntries(fields) };
}

/** The request from their fields. */
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
