import type { StrategyLine } from '@libs/backtest';
import { formatTime } from '@libs/kernel';
import type { SandboxedRun } from '@libs/plugin-host';
import type { Terminal } from '../terminal/terminal';

/** What the strategies wrote to their logs, each line with its market time. */
export function sayStrategyLines(strategies: SandboxedRun['strategies'], terminal: Pick<Terminal, 'say'>): void {
  for (const { name, log } of strategies) {
    const say = ({ at, level, message }: StrategyLine): void =>
      terminal.say(`${formatTime(at)} ${name}: ${message}`, level === 'warn' ? 'warn' : 'info');
    log.first.forEach(say);
    if (log.leftOut > 0) terminal.say(`${name}: ${log.leftOut.toLocaleString('en')} log lines are left out here`);
    log.last.forEach(say);
  }
}
