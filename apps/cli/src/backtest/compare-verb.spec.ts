import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRIC_NAMES, REPORT_SCHEMA } from '@libs/backtest';
import { EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { runCompareVerb } from './run-compare';

describe('plimsoll compare', () => {
  let folder: string;
  let out: string;
  let err: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-compare-'));
    await report('calm.json', { sharpe: 1.5, maxDrawdown: 0.05, netProfit: '12.5' });
    await report('wild.json', { sharpe: 0.25, maxDrawdown: 0.4, netProfit: '90' }, { startingEquity: '5000' });
    await writeFile(join(folder, 'page.html'), '<!doctype html>');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    out = '';
    err = '';
  });

  async function report(name: string, values: Readonly<Record<string, unknown>>, more: object = {}): Promise<void> {
    const metrics = { ...Object.fromEntries(METRIC_NAMES.map((metric) => [metric, null])), ...values };
    const subject = { title: name.replace('.json', ''), quote: 'USDT' };
    await writeFile(
      join(folder, name),
      JSON.stringify({ schema: REPORT_SCHEMA, subject, from: 0, to: 1, startingEquity: '10000', metrics, markets: [], ...more }),
    );
  }

  function compare(names: readonly string[], json = false): Promise<number> {
    const terminal = new Terminal({ json, isTty: false, out: (text) => (out += text), err: (text) => (err += text) });
    return runCompareVerb(
      names.map((name) => join(folder, name)),
      terminal,
    );
  }

  it('shows each measure side by side and marks the best', async () => {
    expect(await compare(['calm.json', 'wild.json'])).toBe(EXIT.ok);
    expect(out).toMatch(/^Net profit +12\.50 +\* 90\.00$/m);
    expect(out).toMatch(/^Sharpe +\* 1\.50 +0\.25$/m);
    expect(out).toMatch(/^Max drawdown +\* 5\.00 % +40\.00 %$/m);
    expect(err).toContain('! The runs start with different equity.');
  });

  it('says over its column that a run ended early, and when', async () => {
    const fault = { hook: 'onBar', message: 'boom', at: Date.UTC(2025, 5, 3, 12) };
    await report('cut.json', { sharpe: 9 }, { fault });
    await compare(['calm.json', 'cut.json']);
    expect(out).toMatch(/^ +calm\.json +cut\.json\n +calm +cut\n +ended early 2025-06-03 12:00\n/);
    out = '';
    await compare(['calm.json', 'wild.json']);
    expect(out).toMatch(/^.*\n +calm +wild\nNet profit/);
  });

  it('gives programs the numbers', async () => {
    await compare(['calm.json', 'wild.json'], true);
    const { titles, rows } = JSON.parse(out) as { titles: string[]; rows: { name: string; values: unknown[]; best: number[] }[] };
    expect(titles).toEqual(['calm', 'wild']);
    expect(rows.find(({ name }) => name === 'sharpe')).toMatchObject({ values: [1.5, 0.25], best: [0] });
  });

  it('says what is wrong with what it was given', async () => {
    const refused = (names: readonly string[], message: string) =>
      expect(compare(names)).rejects.toMatchObject({ exitCode: EXIT.badInput, message: expect.stringContaining(message) as string });
    await refused(['calm.json'], 'name 2 to 4');
    await refused(['calm.json', 'none.json'], 'none.json cannot be read (ENOENT)');
    await refused(['calm.json', 'page.html'], 'page.html is not the JSON of a report');
    await writeFile(join(folder, 'half.json'), '{"schema":"plimsoll.backtest-report/1"}');
    await refused(['half.json', 'calm.json'], 'half.json is not the JSON of a report');
  });
});
