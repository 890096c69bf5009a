import { z } from 'zod';
import { FAULTS } from './catalogue';
import type { FaultKind, Target } from './fault-kind';
import { ALWAYS, type StrikeRule } from './strikes';

/** A scenario that cannot be used; the message is one sentence for people. */
export class BadScenario extends Error {
  override readonly name = 'BadScenario';
}

/** One fault of a scenario, checked and complete. */
export interface PlannedFault {
  readonly kind: FaultKind;
  readonly target: Target;
  readonly rule: StrikeRule;
  readonly parameters: unknown;
}

export interface Scenario {
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds, or text such as `500ms`, `5s`, `2m`. */
const duration = z.union([
  z.number().nonnegative(),
  z
    .string()
    .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'must be milliseconds, or text such as "500ms", "5s", "2m"')
    .transform((text) => {
      const [, amount = '', unit = ''] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
      return Number(amount) * UNITS[unit]!;
    }),
]);

const faultSchema = z.strictObject({
  fault: z.string(),
  target: z
    .strictObject({
      account: z.string().optional(),
      symbol: z.string().optional(),
      topic: z.string().optional(),
      path: z.string().optional(),
    })
    .default({}),
  probability: z.number().gt(0).max(1).optional(),
  count: z.number().int().positive().optional(),
  skip: z.number().int().nonnegative().optional(),
  after: duration.optional(),
  for: duration.optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});

const scenarioSchema = z.strictObject({ seed: z.number().int().nonnegative().default(1), faults: z.array(z.unknown()).min(1) });

/** Checks a scenario as a whole, so that none of it is armed when part of it is wrong. */
export function readScenario(value: unknown): Scenario {
  const { seed, faults } = checked(scenarioSchema, value, 'the scenario');
  return { seed, faults: faults.map((fault, index) => planned(fault, `fault ${index + 1}`)) };
}

export function parseScenario(text: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadScenario(`The scenario is not JSON: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
  return readScenario(value);
}

function planned(value: unknown, where: string): PlannedFault {
  const { fault: name, target, with: given, ...when } = checked(faultSchema, value, where);
  const kind = FAULTS.get(name);
  if (!kind) throw new BadScenario(`${where}: there is no fault "${name}"; \`plimsoll simulator faults\` lists them.`);
  const rule: StrikeRule = {
    ...ALWAYS,
    ...kind.when,
    // Asking for a probability or a length of time means: as often as that gives.
    ...(when.probability !== undefined || when.for !== undefined ? { count: Infinity } : {}),
    ...defined({ probability: when.probability, count: when.count, skip: when.skip, afterMs: when.after, forMs: when.for }),
  };
  return { kind, target, rule, parameters: checked(kind.parameters, given, `${where} (${name}), "with"`) };
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.length ? ` ${issue.path.join('.')}` : '';
  throw new BadScenario(`In ${where}${path}: ${issue?.message ?? 'bad value'}.`);
}

function defined(values: Readonly<Record<string, number | undefined>>): Partial<StrikeRule> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
