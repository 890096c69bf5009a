const YEAR = 31_556_952_000;
const [EARLIEST, LATEST] = [30 * YEAR, 130 * YEAR];

/** Parameters that are times, in epoch milliseconds of the years 2000 to 2100, are shifted with the market. */
export function movedParams(params: Readonly<Record<string, unknown>>, by: number): Record<string, unknown> {
  const isMoment = (value: unknown): value is number => typeof value === 'number' && value >= EARLIEST && value <= LATEST;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isMoment(value) ? value + by : value]));
}
