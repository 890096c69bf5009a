import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compareWithVenue, fillCount, isSettled, onlyAccount } from '../../support/oracle';
import { Platform, until } from '../../support/platform';
import { FaultDoor } from './fault-door';
import { PRIVATE_TRIALS, type PrivateTrial } from './trials';

const TRADES_WITHIN_MS = 60_000;
const FILLS_AFTER = 3;

export interface PrivateOutcome {
  readonly trial: PrivateTrial;
  readonly sign: string;
  /** Seconds from the strike until the executor said it; null: it said nothing. */
  readonly noticed: number | null;
  /** Seconds from the end of the fault until fills came again. */
  readonly recovered: number;
  readonly problems: readonly string[];
}

interface LogLine {
  readonly at: number;
  readonly level: string;
  readonly msg: string;
}

/** The whole platform under faults of the private stream and the order entry; at the end its books are held against the venue's. */
export async function privatePart(only: string, tell: (outcome: PrivateOutcome) => void): Promise<readonly string[]> {
  const trials = PRIVATE_TRIALS.filter(({ name }) => name.includes(only));
  if (trials.length === 0) return [];
  const platform = new Platform(['--speed', '600']);
  try {
    await platform.start();
    const accountId = await onlyAccount(platform);
    await fillsGrow(platform, accountId, 0);
    for (const trial of trials) tell(await runTrial(trial, platform, accountId));
    await platform.cli('halt', '--reason', 'the campaign is over');
    await until(
      () => isSettled(platform, accountId),
      TRADES_WITHIN_MS,
      () => 'orders are still under way',
    );
    return (await compareWithVenue(platform, accountId)).problems;
  } finally {
    await platform.remove();
  }
}

async function runTrial(trial: PrivateTrial, platform: Platform, accountId: string): Promise<PrivateOutcome> {
  const door = doorOf(platform);
  const before = Date.now();
  const struckAt = await door.strike(trial.faults);
  const struckWall = Date.now() - (performance.now() - struckAt);
  await wait(trial.lasts * 1_000);
  await door.disarm();
  const ended = performance.now();
  await fillsGrow(platform, accountId, await fillCount(platform, accountId));
  const sign = linesOf(platform).find(({ at, level }) => at >= before && level !== 'info');
  const noticed = sign ? Math.max(0, sign.at - struckWall) / 1_000 : null;
  const { within } = trial;
  const isLate = within !== undefined && (noticed === null || noticed > within);
  return {
    trial,
    sign: sign?.msg ?? '',
    noticed,
    recovered: (performance.now() - ended) / 1_000,
    problems: isLate ? [`noticed after ${noticed?.toFixed(1) ?? 'ever so long'} s, not within ${within} s`] : [],
  };
}

function fillsGrow(platform: Platform, accountId: string, from: number): Promise<void> {
  return until(
    async () => (await fillCount(platform, accountId)) >= from + FILLS_AFTER,
    TRADES_WITHIN_MS,
    () => `no ${FILLS_AFTER} fills since the ${from}`,
  );
}

function doorOf(platform: Platform): FaultDoor {
  const setting = (component: 'trader' | 'exchange-simulator', name: string): string => {
    const [pid] = platform.pidsOf(component);
    return (pid === undefined ? undefined : platform.environmentOf(pid).get(name)) ?? '';
  };
  return new FaultDoor(setting('trader', 'PLIMSOLL_VENUE_URL'), setting('exchange-simulator', 'PLIMSOLL_SIMULATOR_TOKEN'));
}

/** What the executor wrote. */
function linesOf(platform: Platform): LogLine[] {
  const folder = join(platform.home, 'logs');
  return readdirSync(folder)
    .filter((name) => name.startsWith('executor') && name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line) => {
      const { t, level, msg } = JSON.parse(line) as { t: string; level: string; msg: string };
      return { at: Date.parse(t), level, msg };
    });
}
