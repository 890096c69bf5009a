import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidSpec } from '../refusals';
import { MINUTE, SYMBOL, storeOf, writeStrategy } from '../testing/strategy-folder';
import { runBacktestJob } from './run-backtest-job';
import { plainBacktest } from '../testing/plain-backtest';

const sourceOf = (name: string, hook: string) => `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({}),
  onBar: () => {},
  ${hook}
});
`;

describe('a backtest with signals', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-told-'));
    await writeStrategy(
      join(folder, 'strategies'),
      'obedient',
      sourceOf('obedient', 'onSignal: (ctx, { value }) => void ctx[value](ctx.params.symbol, "1"),'),
    );
    await writeStrategy(join(folder, 'strategies'), 'deaf', sourceOf('deaf', ''));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const told = (minute: number, value: string) => ({
    at: minute * MINUTE,
    name: 'side',
    value,
    source: 'model',
    expiresAt: (minute + 1) * MINUTE,
  });

  async function run(strategy: string) {
    const store = await storeOf(
      join(folder, 'data'),
      Array.from({ length: 10 }, (_, minute) => 1_000 + minute),
    );
    const spec = plainBacktest({ strategy, params: { symbol: SYMBOL }, signals: [told(3.5, 'buy'), told(6.5, 'sell')] });
    return runBacktestJob(spec, { store, strategies: join(folder, 'strategies') });
  }

  it('tells them at their time, and says so in its report', async () => {
    const { result, report } = await run('obedient');
    expect(result.fills.map(({ side, at }) => [side, at / MINUTE])).toEqual([
      ['BUY', 3.5],
      ['SELL', 6.5],
    ]);
    expect(report.subject.notes).toContain('External signals are delivered as recorded, 2 in all.');
  });

  it('is refused where nobody hears them', async () => {
    await expect(run('deaf')).rejects.toThrow(new InvalidSpec('signals', 'left out where no strategy has an onSignal hook', 'given'));
  });
});
