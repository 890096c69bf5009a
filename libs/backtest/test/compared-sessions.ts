import { CAUSES, NO_MONEY } from '../src/parity/causes';
import type { ParityReport } from '../src/parity/parity-report';

/** At an exchange that answers at once. */
export const FILLS = { makerFee: '0.0002', takerFee: '0.0005', slippageTicks: 0, latency: 0 };
/** At one that is far away. */
export const AFAR = {
  ...FILLS,
  latencies: { entry: { kind: 'UNIFORM', least: 60, most: 260 }, report: { kind: 'CONSTANT', ms: 90 }, seed: 3 },
} as const;

/** Nothing is a bug, and what the causes come to is the difference to the last digit. */
export function isWhole({ causes, equity, bugs }: ParityReport): void {
  expect([bugs, causes.bug.toString()]).toEqual([[], '0']);
  expect(CAUSES.reduce((sum, cause) => sum.plus(causes[cause]), NO_MONEY.bug).toString()).toBe(equity.difference.toString());
}
