import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { LogFields, Logger, SimulatorSource } from '@libs/platform';

/** Runs one simulator in a process of its own, so that neither it nor the clients wait for each other's turn. */
export interface Start {
  readonly source: SimulatorSource;
  readonly folder: string;
  readonly token: string;
}

export type Told = { readonly port: number } | { readonly line: string };

function tell(told: Told): void {
  process.send?.(told);
}

function keepErrors(): Logger {
  const keep =
    (level: string) =>
    (message: string, fields?: LogFields): void => {
      if (level === 'warn' || level === 'error') tell({ line: `${level}: ${message} ${JSON.stringify(fields ?? {}).slice(0, 300)}` });
    };
  const logger: Logger = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error'), child: () => logger };
  return logger;
}

async function serve({ source, folder, token }: Start): Promise<void> {
  const failed = (error: unknown): void => tell({ line: `failed: ${String(error)}` });
  const simulator = await startSimulator({ source: await openSource(source), folder, token, port: 0, logger: keepErrors(), failed });
  process.once('disconnect', () => void simulator.stop().finally(() => process.exit(0)));
  tell({ port: simulator.port });
}

process.once('message', (start: Start) => void serve(start));
