import { parseArgs } from 'node:util';
import { Desk } from './desk';
import { privatePart } from './private-part';
import { runTrial } from './run-trial';
import { TRIALS } from './trials';
import { Truth } from './truth';
import { Venue } from './venue';

const WIDTHS = [7, 40, 20, 8, 8, 10, 6, 8] as const;
const HEADER = ['rows', 'fault', 'first sign', 'noticed', 'blocked', 'recovered', 'blind', 'entries', 'verdict'];
const LEGEND =
  'Seconds: noticed and blocked after the strike, recovered after the end of the fault, blind in all; entries before the block.';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Told {
  readonly rows: string;
  readonly fault: string;
  readonly sign: string;
  readonly noticed: number | null;
  readonly blocked?: number | null;
  readonly recovered: number | null;
  readonly blind?: number;
  readonly entries?: number;
  readonly problems: readonly string[];
}

/** Every fault of the feeds, one after another, while a strategy trades on what they tell. */
async function campaign(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } } });
  const { only, json } = values;
  let [run, failed] = [0, 0];
  const tell = (told: Told): void => {
    run += 1;
    if (told.problems.length > 0) failed += 1;
    say(json ? JSON.stringify(told) : row(cells(told)));
  };
  if (!json) say(row(HEADER));
  const bars = await publicPart(only, tell);
  const left = await privatePart(only, ({ trial, ...outcome }) => tell({ rows: '44', fault: trial.name, ...outcome }));
  for (const problem of left) say(`PROBLEM ${problem}`);
  if (!json) say(`${LEGEND}\n${run} faults, ${failed} failed; ${bars} bars compared`);
  return run > 0 && failed === 0 && left.length === 0 ? 0 : 1;
}

async function publicPart(only: string, tell: (told: Told) => void): Promise<number> {
  const trials = TRIALS.filter(({ name }) => name.includes(only));
  if (trials.length === 0) return 0;
  const venue = new Venue();
  const door = await venue.start();
  const desk = await Desk.open(venue.url, { traded: 'BTC/USDT:USDT', others: ['ETH/USDT:USDT'] });
  try {
    for (const trial of trials) {
      const { trial: made, ...outcome } = await runTrial(trial, { door, desk, truth: new Truth(venue.url) });
      tell({ rows: made.rows, fault: made.name, ...outcome });
    }
    return desk.bars.bars.length;
  } finally {
    await desk.close();
    await venue.stop();
  }
}

function cells({ rows, fault, sign, noticed, blocked, recovered, blind, entries, problems }: Told): string[] {
  const seconds = (value: number | null | undefined): string => (value === null || value === undefined ? '-' : value.toFixed(1));
  const verdict = problems.length === 0 ? 'ok' : `FAILED ${problems.join('; ')}`;
  const times = [noticed, blocked, recovered, blind].map(seconds);
  return [rows, fault, sign.slice(0, 20), ...times, entries === undefined ? '-' : String(entries), verdict];
}

function row(texts: readonly string[]): string {
  return texts.map((text, at) => text.padEnd(WIDTHS[at] ?? 0)).join(' ');
}

process.exit(await campaign());
