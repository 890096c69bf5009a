import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyseLookahead, encodeTape } from '@libs/backtest';
import type { Laboratory, Observation, Play } from '@libs/backtest';
import { sandboxLaboratory, strategySources } from '@libs/plugin-host';
import { buildSource } from '@libs/testkit';
import { lookaheadMarket } from '../support/lookahead-market';

const FIXTURES = join(import.meta.dirname, '../fixtures/lookahead');
const PLANTED = join(FIXTURES, 'planted');
const CLEAN = join(FIXTURES, 'clean');
/** One whose line is found by a stack, and one whose line is found in the text. */
const BUILT = ['fitted-scaler', 'prices-in-a-text'];
const MARKER = /\/\/ planted: ([a-z-]+)$/;

function names(strategies: string): readonly string[] {
  return readdirSync(strategies).sort();
}

/** What is marked in the strategy's files, such as `memory fitted-scaler/src/index.js:20`. */
function plantedIn(name: string): string {
  const folder = join(PLANTED, name, 'src');
  const marks = readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => {
        const [, kind] = MARKER.exec(line) ?? [];
        return kind === undefined ? [] : [`${kind} ${name}/src/${file}:${at + 1}`];
      }),
  );
  expect(marks).toHaveLength(1);
  return marks[0]!;
}

describe('look-ahead analysis', () => {
  const { texts, terms } = lookaheadMarket();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-lookahead-'));
    for (const [at, { tape }] of terms.markets.entries()) await writeFile(join(folder, `${at}.tape`), encodeTape(tape));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function laboratory(strategies: string, strategy: string): Laboratory {
    const { markets: _, ...rest } = terms;
    const markets = texts.map((market, at) => ({ market, tape: join(folder, `${at}.tape`) }));
    return sandboxLaboratory({ strategy, params: {}, markets, terms: rest }, { strategies, deadline: 60_000 });
  }

  async function foundIn(strategies: string, strategy: string): Promise<readonly string[]> {
    const { findings } = await analyseLookahead(laboratory(strategies, strategy), terms, strategySources(strategy, strategies));
    return findings.map(({ kind, line }) => `${kind} ${line}`);
  }

  it.each(names(PLANTED))('finds what is planted in %s, and its line', async (name) => {
    expect(await foundIn(PLANTED, name)).toEqual([plantedIn(name)]);
  });

  it.each(BUILT)('finds the line in the source of %s when it was built, without its comments', async (name) => {
    const strategies = join(folder, 'built');
    for (const file of readdirSync(join(PLANTED, name, 'src')))
      buildSource(join(strategies, name, 'src', file), readFileSync(join(PLANTED, name, 'src', file), 'utf8'));
    await writeFile(join(strategies, name, 'package.json'), '{"type":"module"}');
    expect(await foundIn(strategies, name)).toEqual([plantedIn(name).replace('.js:', '.ts:')]);
  });

  it.each(names(CLEAN))('accuses %s of nothing', async (name) => {
    const { lab, seen } = watched(laboratory(CLEAN, name));
    const { findings, fault } = await analyseLookahead(lab, terms, strategySources(name, CLEAN));
    expect([findings, fault]).toEqual([[], null]);
    expect(seen[0]!.moments.flatMap(({ commands }) => commands).length).toBeGreaterThan(1);
  });
});

/** Also keeps what was observed. */
function watched(open: Laboratory): { readonly lab: Laboratory; readonly seen: readonly Observation[] } {
  const seen: Observation[] = [];
  const lab: Laboratory = () => {
    const bench = open();
    const play: Play = async (requests) => {
      const observations = await bench.play(requests);
      seen.push(...observations);
      return observations;
    };
    return { play, close: () => bench.close() };
  };
  return { lab, seen };
}
