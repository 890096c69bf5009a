import type { CardResult } from './card';
import type { Verdict } from './verdicts';

export function progressLine({ card, passed, checks, error, milliseconds }: CardResult): string {
  const good = checks.filter((check) => check.passed).length;
  const head = `${passed ? 'ok  ' : 'FAIL'} ${card.id} ${card.client.padEnd(9)} ${card.name} (${good}/${card.expects.length}, ${(milliseconds / 1_000).toFixed(1)} s)`;
  const problems = checks.filter((check) => !check.passed).map(({ what, detail }) => `       ${what}: ${detail}`);
  if (error !== undefined) problems.push(`       ended early: ${error}`);
  return [head, ...problems].join('\n');
}

/** A row per card, then what the simulator itself counted. */
export function table(results: readonly CardResult[], verdicts: readonly Verdict[]): string {
  const rows = results.map(({ card, passed, checks }) => [
    card.id,
    card.client,
    card.name,
    `${checks.filter((check) => check.passed).length}/${card.expects.length}`,
    passed ? 'ok' : 'FAIL',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length), 0));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const failed = results.filter(({ passed }) => !passed).length;
  const checks = results.reduce((sum, { card }) => sum + card.expects.length, 0);
  return [
    ...lines,
    '',
    ...verdicts.map(({ what, passed, detail }) => `${passed ? 'ok  ' : 'FAIL'} ${what}${detail === '' ? '' : `: ${detail}`}`),
    `${results.length} cards, ${checks} checks, ${failed} failed`,
  ].join('\n');
}

export function json(results: readonly CardResult[], verdicts: readonly Verdict[]): string {
  const cards = results.map(({ card, passed, checks, error, milliseconds }) => ({
    id: card.id,
    client: card.client,
    name: card.name,
    calls: card.calls,
    passed,
    error: error ?? null,
    milliseconds: Math.round(milliseconds),
    checks,
  }));
  return JSON.stringify({ cards, verdicts }, null, 2);
}
