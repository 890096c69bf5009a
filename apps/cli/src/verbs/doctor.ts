import type { Command } from 'commander';
import { loadSettings } from '@libs/platform';
import { DEPLOYMENT_NAMES } from '../api/deployment-names';
import { check, megabytes, type Check } from '../doctor/check';
import { checkDisk, checkHome, checkNode, checkPlatform, checkPort, freeBytes } from '../doctor/machine-checks';
import { recordedSessions, recordingRates, type RecordingRate } from '../doctor/recordings';
import { checkPostgres, checkRedis, databaseUrl } from '../doctor/store-checks';
import { EXIT, type End, type ExitCode } from '../exit-code';
import { homeAt } from '../home/home';
import { Terminal } from '../terminal/terminal';

const FEW_DAYS = 7;

export function addDoctor(program: Command, end: End): void {
  program
    .command('doctor')
    .description('check the machine, the databases, and how long the disk will last')
    .option('--json', 'print one JSON object', false)
    .action(async ({ json }: { json: boolean }) => {
      end(await doctor(new Terminal({ json })));
    });
}

async function doctor(terminal: Terminal): Promise<ExitCode> {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const home = homeAt(settings.home);
  const free = await freeBytes(home);
  const platform = await checkPlatform(home);
  const url = await databaseUrl(home, settings);
  const rates = url === undefined ? [] : await ratesOf(url, free);
  const checks = [
    checkNode(),
    await checkHome(home),
    checkDisk(free),
    await checkPort(settings, platform.runtime),
    await checkPostgres(home, settings),
    ...(settings.redisUrl === undefined ? [] : [await checkRedis(settings.redisUrl)]),
    platform.check,
    ...rates.map(checkRate),
    ...(url === undefined ? [check('recording', 'ok', 'what it takes is known while the database runs')] : []),
  ];
  terminal.result(checks.map(describe).join('\n'), { checks, recordings: rates });
  return checks.some(({ status }) => status === 'failed') ? EXIT.failed : EXIT.ok;
}

// A database that cannot be read has its own check.
async function ratesOf(url: string, free: number): Promise<RecordingRate[]> {
  return recordedSessions(url).then(
    (sessions) => recordingRates(sessions, free, new Date()),
    () => [],
  );
}

function checkRate({ account, bytesPerDay, totalBytes, daysLeft }: RecordingRate): Check {
  const lasts =
    daysLeft === null ? 'not written now' : `${daysLeft < 100 ? daysLeft.toFixed(1) : Math.round(daysLeft)} days left at this rate`;
  const few = daysLeft !== null && daysLeft < FEW_DAYS;
  return check(
    `recording of ${account}`,
    few ? 'warning' : 'ok',
    `${megabytes(bytesPerDay)}/day, ${megabytes(totalBytes)} so far, ${lasts}`,
  );
}

function describe({ name, status, detail }: Check): string {
  return `${status.padEnd(9)}${name.padEnd(22)}${detail}`;
}
