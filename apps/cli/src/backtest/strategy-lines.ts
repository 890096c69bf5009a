import { formatTime } from '@libs/kernel';
import type { SandboxedRun } from '@libs/plugin-host';
import type { Terminal } from '../terminal/terminal';

/** What the strategies wrote to their logs, each line with its market time. */
export function sayStrategyLines(strategies: SandboxedRun['strategies'], terminal: Pick<Terminal, 'say'>): void {
  for (const { name, log } of strategies) {
    for (const { at, level, message } of log.lines)
      terminal.say(`${formatTime(at)} ${name}: ${message}`, level === 'warn' ? 'warn' : 'info');
    if (log.more > 0) terminal.say(`${name}: ${log.more.toLocaleString('en')} more log lines are left out`);
  }
}
