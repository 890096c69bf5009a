import type { Command } from 'commander';
import { loadSettings } from '@libs/platform';
import type { SessionReplay } from '@libs/research';
import { DEPLOYMENT_NAMES } from '../api/deployment-names';
import { EXIT, type End, type ExitCode } from '../exit-code';
import { homeAt } from '../home/home';
import { withDatabase } from '../postgres/with-database';
import { describeChanges } from '../replay/describe-changes';
import { findSession } from '../replay/find-session';
import { Terminal } from '../terminal/terminal';

export function addReplay(program: Command, end: End): void {
  program
    .command('replay')
    .description('replay a recorded session and check that everything is identical')
    .argument('<session>', 'id of the session, its beginning, or latest')
    .option('--json', 'print one JSON object', false)
    .action(async (session: string, { json }: { json: boolean }) => {
      end(await replay(session, new Terminal({ json })));
    });
}

async function replay(wanted: string, terminal: Terminal): Promise<ExitCode> {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const home = homeAt(settings.home);
  const session = await findSession(home.sessions, wanted);
  const started = performance.now();
  // Loaded here, because no other verb needs database, core and sandbox in its own process.
  const { runReplay } = await import('@libs/research');
  // The journal can only be compared while the database runs.
  const report = await withDatabase(home, settings, (url) =>
    terminal.during(
      `Replaying session ${session.sessionId}`,
      runReplay({ home: home.path, ...session, databaseUrl: url, onProgress: () => undefined }),
    ),
  );
  const seconds = (performance.now() - started) / 1_000;
  terminal.result(describe(session, report, seconds), {
    session: session.sessionId,
    account: session.accountId,
    identical: report.difference === null,
    seconds,
    ...report,
  });
  return report.difference === null ? EXIT.ok : EXIT.different;
}

function describe({ sessionId, accountId }: { sessionId: string; accountId: string }, report: SessionReplay, seconds: number): string {
  const journal = report.journalRows === null ? 'journal not compared' : `${report.journalRows} journal rows`;
  const counts = `${report.inputs} inputs (${report.firstInput} to ${report.lastInput}), ${report.events} events, ${journal}, ${report.answers} answers of strategies, ${seconds.toFixed(1)} s`;
  const verdict =
    report.difference === null
      ? 'identical'
      : `DIFFERENT at input ${report.difference.inputSeq}, ${report.difference.where}: ${report.difference.what}`;
  return [`session ${sessionId} of account ${accountId}`, counts, verdict, ...describeChanges(report)].join('\n');
}
