import { ACCOUNT_FAULTS } from './account-faults';
import type { FaultKind } from './fault-kind';
import { FEED_FAULTS } from './feed-faults';
import { LIFE_FAULTS } from './life-faults';
import { ORDER_FAULTS } from './order-faults';
import { SESSION_FAULTS } from './session-faults';

/** Every fault that can be injected, by name. */
export const FAULTS: ReadonlyMap<string, FaultKind> = new Map(
  [...FEED_FAULTS, ...ORDER_FAULTS, ...LIFE_FAULTS, ...ACCOUNT_FAULTS, ...SESSION_FAULTS].map((kind) => [kind.name, kind]),
);

/** One fault as lists show it. */
export interface FaultDescription {
  readonly name: string;
  readonly group: string;
  readonly title: string;
  /** Name and default of each parameter; null where one must be given. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export function describeFaults(): readonly FaultDescription[] {
  return [...FAULTS.values()].map(({ name, group, title, parameters }) => ({ name, group, title, parameters: parametersOf(parameters) }));
}

function parametersOf(schema: FaultKind['parameters']): Readonly<Record<string, unknown>> {
  const shape = 'shape' in schema ? (schema.shape as Readonly<Record<string, FaultKind['parameters']>>) : {};
  return Object.fromEntries(
    Object.entries(shape).map(([name, one]) => {
      const given = one.safeParse(undefined);
      return [name, given.success ? (given.data ?? 'optional') : null];
    }),
  );
}
