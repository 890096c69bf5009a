import type { Command } from 'commander';
import { didYouMean } from '@libs/platform';
import type { ExchangeSummary } from '@libs/plugin-host';
import { CommandError, EXIT, type End, type ExitCode } from '../exit-code';
import { Terminal } from '../terminal/terminal';

const KINDS = ['quote', 'trades', 'ticker', 'bar', 'book'] as const;

const MEANING = {
  VERIFIED: "what we read of its messages passed our tests against the exchange's own documented or recorded ones",
  UNVERIFIED: 'ccxt reads it and nobody has tested what comes out here; do not rest money on it',
} as const;

export function addExchange(program: Command, end: End): void {
  const command = program.command('exchange').description('show the exchanges that there are and what each gives');
  command
    .command('list')
    .description('list all exchanges, VERIFIED or UNVERIFIED, and how each delivers its data')
    .option('--json', 'print one JSON array', false)
    .action(async ({ json }: { json: boolean }) => {
      end(await list(new Terminal({ json })));
    });
  command
    .command('show')
    .description('show what one exchange supports')
    .argument('<name>', 'such as bybit or ccxt:kraken')
    .option('--json', 'print one JSON object', false)
    .action(async (name: string, { json }: { json: boolean }) => {
      end(await show(name, new Terminal({ json })));
    });
}

async function list(terminal: Terminal): Promise<ExitCode> {
  const exchanges = await known();
  terminal.result(table(exchanges), exchanges);
  return EXIT.ok;
}

async function show(name: string, terminal: Terminal): Promise<ExitCode> {
  const exchanges = await known();
  const found = exchanges.find((exchange) => exchange.name === name);
  if (!found) throw new CommandError(EXIT.badInput, unknown(name, exchanges));
  terminal.result(describe(found), found);
  return EXIT.ok;
}

async function known(): Promise<readonly ExchangeSummary[]> {
  // Loaded here, because no other verb needs plugins in its own process.
  const { listExchanges } = await import('@libs/plugin-host');
  return listExchanges();
}

function unknown(name: string, exchanges: readonly ExchangeSummary[]): string {
  // A family says little: `kraken` is `ccxt:kraken`.
  const near = didYouMean(
    name,
    exchanges.map((exchange) => exchange.name),
    (known) => known.replace(/^.*:/, ''),
  );
  return `There is no exchange "${name}".${near} "plimsoll exchange list" shows those that there are.`;
}

function table(exchanges: readonly ExchangeSummary[]): string {
  const head = ['NAME', 'TITLE', 'TESTED', 'USE', ...KINDS.map((kind) => kind.toUpperCase())];
  const rows = exchanges.map(({ name, title, verification, tradable, market }) => [
    name,
    title,
    verification,
    tradable ? 'trading' : 'data only',
    ...KINDS.map((kind) => market[kind] ?? '-'),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)) + 2);
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('')
      .trimEnd(),
  );
  const verified = exchanges.filter(({ verification }) => verification === 'VERIFIED').length;
  return [...lines, '', `${exchanges.length} exchanges, ${verified} of them VERIFIED`].join('\n');
}

function describe({ name, title, verification, tradable, market }: ExchangeSummary): string {
  const line = (label: string, text: string): string => `${label.padEnd(12)}${text}`;
  return [
    `${title} (${name})`,
    line('tested', `${verification}: ${MEANING[verification]}`),
    line('use', tradable ? 'market data and trading' : 'market data only'),
    ...KINDS.map((kind) => line(kind, market[kind] ?? 'not given')),
    line('book depths', market.bookDepths.join(', ') || 'none'),
    line('intervals', market.intervals.join(', ') || 'none'),
  ].join('\n');
}
