import { resolve } from 'node:path';
import { migrate } from '@libs/persistence';
import { readSetting, SettingsError, type ProcessMessage } from '@libs/platform';
import { EXIT } from './exit-code';

/** Brings the database up to date and ends; run by the launcher, and by itself where each process is a service. */
async function main(): Promise<void> {
  const url = readSetting('databaseUrl', process.env);
  if (url === undefined) throw new SettingsError('DATABASE_URL', 'DATABASE_URL is missing; it must be a postgres URL.');
  const home = readSetting('home', process.env);
  const applied = await migrate(url, home === undefined ? home : resolve(home));
  process.stdout.write(
    `${JSON.stringify({ t: new Date().toISOString(), level: 'info', component: 'migrate', msg: 'database is up to date', applied })}\n`,
  );
}

main().then(
  () => process.disconnect?.(),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.exitCode = EXIT.failed;
    if (!process.connected) process.stderr.write(`${message}\n`);
    else process.send?.({ type: 'refused', message } satisfies ProcessMessage, undefined, undefined, () => process.disconnect?.());
  },
);
