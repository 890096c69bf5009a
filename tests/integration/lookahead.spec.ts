import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyseLookahead, encodeTape } from '@libs/backtest';
import type { Laboratory, LookaheadAnalysis } from '@libs/backtest';
import { sandboxLaboratory, strategySources } from '@libs/plugin-host';
import { lookaheadMarket } from '../support/lookahead-market';

const FIXTURES = join(import.meta.dirname, '../fixtures/lookahead');
const MARKER = /\/\/ planted: ([a-z-]+)$/;

function names(kind: 'planted' | 'clean'): readonly string[] {
  return readdirSync(join(FIXTURES, kind)).sort();
}

/** What is marked in the strategy's files, such as `memory fitted-scaler/src/index.js:20`. */
function plantedIn(name: string): string {
  const folder = join(FIXTURES, 'planted', name, 'src');
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

  function laboratory(kind: 'planted' | 'clean', strategy: string): Laboratory {
    const { markets: _, ...rest } = terms;
    const markets = texts.map((market, at) => ({ market, tape: join(folder, `${at}.tape`) }));
    return sandboxLaboratory({ strategy, params: {}, markets, terms: rest }, { strategies: join(FIXTURES, kind), deadline: 60_000 });
  }

  function analysed(kind: 'planted' | 'clean', strategy: string): Promise<LookaheadAnalysis> {
    return analyseLookahead(laboratory(kind, strategy), terms, strategySources(strategy, join(FIXTURES, kind)));
  }

  it.each(names('planted'))('finds what is planted in %s, and its line', async (name) => {
    const { findings } = await analysed('planted', name);
    expect(findings.map(({ kind, line }) => `${kind} ${line}`)).toEqual([plantedIn(name)]);
  });

  it.each(names('clean'))('accuses %s of nothing', async (name) => {
    const { findings, fault } = await analysed('clean', name);
    expect([findings, fault]).toEqual([[], null]);
    const [run] = await laboratory('clean', name)([{ variant: { kind: 'whole' } }]);
    expect(run!.moments.flatMap(({ commands }) => commands).length).toBeGreaterThan(1);
  });
});
