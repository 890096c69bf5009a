import { seriesName, type HistorySeries, type IndexedFile } from '@libs/market-data';
import { megabytes } from '../doctor/check';
import { CommandError, EXIT, type ExitCode } from '../exit-code';
import { confirmed, ownTerminal, type Asking } from '../terminal/confirm';
import type { Terminal } from '../terminal/terminal';
import type { RemoveCommand } from './commands';
import { indexedAndAsked, noteInIndex, openHouse, whileWriting, type DataHouse, type IndexedAndAsked } from './data-house';
import { bad, explained } from './data-options';
import { seriesOf } from './verify-data';

interface Removed {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Deletes the series that the words name, once that was confirmed. */
export async function removeData(
  words: readonly string[],
  { yes, json }: RemoveCommand,
  terminal: Terminal,
  asking: Asking = json ? null : ownTerminal(),
): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const { files, runs } = await indexedAndAsked(house, terminal);
    const chosen = seriesNamed(words, seriesOf(files));
    refuseWhatIsRead(chosen, runs);
    if (!yes) await ask(chosen, files, asking);
    const removed = await whileWriting(house, () => remove(house, chosen, files));
    await noteInIndex(house, terminal);
    const bytes = removed.reduce((sum, one) => sum + one.bytes, 0);
    const lines = removed.map(({ name, rows, bytes: own }) => `${name}: ${rows} rows removed, ${megabytes(own)} freed`);
    terminal.result([...lines, ...(removed.length > 1 ? [`${megabytes(bytes)} freed in all`] : [])].join('\n'), { removed, bytes });
    return EXIT.ok;
  });
}

/** Names have blanks in them, and come quoted or not. */
function seriesNamed(words: readonly string[], known: readonly HistorySeries[]): readonly HistorySeries[] {
  const chosen = new Set<HistorySeries>();
  let rest = words.join(' ').trim().replaceAll(/\s+/g, ' ');
  while (rest !== '') {
    const series = known.find((one) => `${rest} `.startsWith(`${seriesName(one)} `));
    if (!series) throw bad(`No series "${rest}" is stored; "plimsoll data list" shows what is. Recordings go with its --keep and --drop.`);
    chosen.add(series);
    rest = rest.slice(seriesName(series).length).trim();
  }
  return [...chosen];
}

/** A run names the venue and its symbols; what it reads of them is decided when it begins. */
function refuseWhatIsRead(chosen: readonly HistorySeries[], runs: IndexedAndAsked['runs']): void {
  for (const series of chosen) {
    const reader = runs.find(({ spec }) => spec['venue'] === series.venue && JSON.stringify(spec).includes(`"${series.symbol}"`));
    if (!reader) continue;
    const { id, kind, status } = reader;
    const what = `${kind.toLowerCase().replace('_', '-')} ${id}, which ${status === 'RUNNING' ? 'runs' : 'waits'}`;
    throw new CommandError(
      EXIT.failed,
      `${seriesName(series)} is for the ${what}; wait until it is over, or cancel it. Nothing was removed.`,
    );
  }
}

async function ask(chosen: readonly HistorySeries[], files: readonly IndexedFile[], asking: Asking): Promise<void> {
  if (asking === null) throw bad('Nobody is here to be asked; with --yes it is removed without a question.');
  const bytes = chosen.flatMap((series) => filesOf(series, files)).reduce((sum, file) => sum + file.bytes, 0);
  const question = `Remove ${chosen.map(seriesName).join(' and ')} (${megabytes(bytes)})? It cannot be brought back.`;
  if (!(await confirmed(question, asking))) throw new CommandError(EXIT.failed, 'Nothing was removed.');
}

async function remove({ store }: DataHouse, chosen: readonly HistorySeries[], files: readonly IndexedFile[]): Promise<readonly Removed[]> {
  const removed: Removed[] = [];
  for (const series of chosen) {
    const rows = filesOf(series, files).reduce((sum, { rowCount }) => sum + rowCount, 0);
    removed.push({ name: seriesName(series), rows, bytes: await store.remove(series) });
  }
  return removed;
}

function filesOf(series: HistorySeries, files: readonly IndexedFile[]): readonly IndexedFile[] {
  return files.filter((file) => seriesOf([file]).some((one) => seriesName(one) === seriesName(series)));
}
