import type { SandboxedRun } from '@libs/plugin-host';
import { sayStrategyLines } from './strategy-lines';

const strategy = (name: string, log: SandboxedRun['strategies'][number]['log']) => ({ name, log }) as SandboxedRun['strategies'][number];

describe('the log lines of a backtest', () => {
  it('are told with market time and strategy, and how many more there were', () => {
    const said: unknown[] = [];
    const at = Date.UTC(2025, 5, 1, 12, 30);
    const lines = [
      { at, level: 'info', message: 'members BTC' },
      { at: at + 60_000, level: 'warn', message: 'wide' },
    ] as const;
    sayStrategyLines([strategy('rotation', { lines, more: 1_234 }), strategy('silent', { lines: [], more: 0 })], {
      say: (text, level) => said.push([text, level ?? 'info']),
    });
    expect(said).toEqual([
      ['2025-06-01 12:30 rotation: members BTC', 'info'],
      ['2025-06-01 12:31 rotation: wide', 'warn'],
      ['rotation: 1,234 more log lines are left out', 'info'],
    ]);
  });
});
