import { StrategyRegistry } from '@libs/plugin-host';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';

/** What can be deployed and backtested; ends with 1 when one of them is broken. */
export async function listStrategies(terminal: Terminal): Promise<ExitCode> {
  const { strategies, broken } = await terminal.during('Asking each strategy', new StrategyRegistry().list());
  const lines = strategies.map(({ name, version, description, parameters }) => {
    const takes = parameters.map((parameter) =>
      parameter.default === undefined ? parameter.name : `${parameter.name}=${String(parameter.default)}`,
    );
    return `${name} ${version}\n  ${description}\n  ${takes.join(' ')}`;
  });
  const broke = broken.map(({ name, message }) => `${name} is broken: ${message}`);
  terminal.result([...lines, ...broke].join('\n') || 'There is none.', { strategies, broken });
  return broken.length === 0 ? EXIT.ok : EXIT.failed;
}
