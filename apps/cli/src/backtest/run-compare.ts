import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { REPORT_SCHEMA, compareReports, formatMetric, type Comparison, type ComparisonRow, type Report } from '@libs/backtest';
import { EXIT, type ExitCode } from '../exit-code';
import { bad } from '../data/data-options';
import type { Terminal } from '../terminal/terminal';

const FEWEST = 2;
const MOST = 4;
const GAP = '  ';

/** Shows two to four reports side by side, the best value of each line marked. */
export async function runCompareVerb(files: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (files.length < FEWEST || files.length > MOST)
    throw bad(`${files.length === 1 ? 'One report was' : `${files.length} reports were`} named; name ${FEWEST} to ${MOST}.`);
  const reports = await Promise.all(files.map(readReport));
  const comparison = compareReports(reports);
  terminal.result(tableOf(comparison, files), { files, ...comparison });
  for (const warning of comparison.warnings) terminal.say(warning, 'warn');
  return EXIT.ok;
}

async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw bad(`${file} cannot be read (${error.code ?? error.message}).`);
  });
  const report = parsed(text);
  if (report?.schema === REPORT_SCHEMA && isWhole(report)) return report;
  throw bad(`${file} is not the JSON of a report (${REPORT_SCHEMA}); "plimsoll backtest … --report FILE.json" writes one.`);
}

/** What the comparison reads of it; somebody may have cut the rest away. */
function isWhole({ subject, metrics, markets }: Partial<Report>): boolean {
  return typeof subject?.title === 'string' && typeof metrics === 'object' && metrics !== null && Array.isArray(markets);
}

function parsed(text: string): Report | null {
  try {
    return JSON.parse(text) as Report | null;
  } catch {
    return null;
  }
}

function tableOf({ titles, endings, rows }: Comparison, files: readonly string[]): string {
  const head = [
    ['', ...files.map((file) => basename(file))],
    ['', ...titles],
    ...(endings.some((ending) => ending !== null) ? [['', ...endings.map((ending) => ending ?? '')]] : []),
  ];
  const cells = [...head, ...rows.map((row) => [row.label, ...valuesOf(row)])];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

function valuesOf({ values, best, unit }: ComparisonRow): string[] {
  return values.map((value, index) => `${best.includes(index) ? '* ' : ''}${formatMetric(value, unit)}`);
}
