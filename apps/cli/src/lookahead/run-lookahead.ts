import { analyseStrategy, type StrategyAnalysis } from '@libs/research';
import { specOf } from '../backtest/backtest-options';
import { paramsOf } from '../backtest/asked-strategies';
import { understood } from '../backtest/understood';
import { signalsOf } from '../backtest/signal-file';
import type { RunOptions } from '../backtest/command';
import { openHouse } from '../data/data-house';
import { explained } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import { analysisText, analysisValue } from './describe-analysis';

/** Ends with 4 when something was found, 1 when the strategy failed on the way. */
export async function runLookaheadVerb(strategy: string, options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  return explained(() =>
    understood(async () => {
      const asked = specOf(strategy, await paramsOf(strategy, options.param), options);
      const spec = { ...asked, ...(await signalsOf(options)) };
      const analysis = await terminal.during(`Analysing ${strategy}`, analyseStrategy(spec, openHouse()));
      terminal.result(analysisText(analysis), analysisValue(analysis));
      return codeOf(analysis);
    }),
  );
}

export function codeOf({ findings, fault }: Pick<StrategyAnalysis, 'findings' | 'fault'>): ExitCode {
  if (fault) return EXIT.failed;
  return findings.length > 0 ? EXIT.different : EXIT.ok;
}
