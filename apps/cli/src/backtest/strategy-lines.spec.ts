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
    sayStrategyLines(
      [
        strategy('rotation', { first: lines.slice(0, 1), leftOut: 1_234, last: lines.slice(1) }),
        strategy('silent', { first: [], leftOut: 0, last: [] }),
      ],
      {
        say: (text, level) => said.push([text, level ?? 'info']),
      },
    );
    expect(said).toEqual([
      ['2025-06-01 12:30 rotation: members BTC', 'info'],
      ['rotation: 1,234 log lines are left out here', 'info'],
      ['2025-06-01 12:31 rotation: wide', 'warn'],
    ]);
  });
});
