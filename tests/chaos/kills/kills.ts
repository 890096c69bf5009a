import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { compareWithVenue, fillCount, isSettled, ledgerSumsToZero, onlyAccount } from '../../support/oracle';
import { Platform, VICTIMS, type Victim, until } from '../../support/platform';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 10);
const SEED = Number(process.env['CHAOS_SEED'] ?? 1);
const FILE = process.env['CHAOS_REPLAY'] ?? '../shared/data/bybit-klines/1m/BTCUSDT_linear_1m.csv.gz';
const TRADES_AGAIN_WITHIN_MS = 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** kill -9 of every process, again and again at random moments, while the platform trades; then the books are compared. */
async function campaign(): Promise<number> {
  const chance = seeded(SEED);
  const market = existsSync(FILE) ? ['--replay', FILE, '--speed', '600'] : ['--speed', '600'];
  const platform = new Platform(market);
  const kills = Array.from({ length: ROUNDS }, () => VICTIMS)
    .flat()
    .map((victim) => ({ victim, order: chance() }))
    .sort((a, b) => a.order - b.order);
  const problems: string[] = [];
  say(`${kills.length} kills, seed ${SEED}, market ${market.join(' ')}, home ${platform.home}`);
  await platform.start();
  const accountId = await onlyAccount(platform);
  await tradesAgain(platform, accountId, 0);
  for (const [n, { victim }] of kills.entries()) {
    await wait(300 + chance() * 3_000);
    const before = await fillCount(platform, accountId);
    const started = performance.now();
    await kill(platform, victim);
    await tradesAgain(platform, accountId, before);
    const found = await ledgerSumsToZero(platform, accountId);
    problems.push(...found.map((what) => `after kill ${n + 1} (${victim}): ${what}`));
    say(
      `${String(n + 1).padStart(3)} ${victim.padEnd(18)} trades again after ${((performance.now() - started) / 1000).toFixed(1)} s${found.length > 0 ? `  ${found.join('; ')}` : ''}`,
    );
  }
  problems.push(...(await settleAndCompare(platform, accountId)));
  await platform.stop();
  const left = platform.running();
  problems.push(...left.map(({ pid, command }) => `process ${pid} is left running: ${command}`));
  problems.push(...(await replayAll(platform)));
  for (const problem of problems) say(`PROBLEM ${problem}`);
  say(`${kills.length} kills, ${problems.length} problems`);
  if (problems.length === 0) await platform.remove();
  return problems.length === 0 ? 0 : 1;
}

async function kill(platform: Platform, victim: Victim): Promise<void> {
  const pids = platform.pidsOf(victim);
  if (pids.length === 0) throw new Error(`No ${victim} runs`);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  if (victim !== 'launcher') return;
  const others = VICTIMS.filter((name) => name !== 'launcher' && name !== 'postgres');
  await until(
    () => others.every((name) => platform.pidsOf(name).length === 0),
    10_000,
    () => `children outlive their launcher: ${JSON.stringify(platform.running())}`,
  );
  await platform.start();
}

async function tradesAgain(platform: Platform, accountId: string, before: number): Promise<void> {
  const grew = (): Promise<boolean> =>
    fillCount(platform, accountId).then(
      (now) => now > before,
      () => false,
    );
  await until(
    grew,
    TRADES_AGAIN_WITHIN_MS,
    () =>
      `no fill since ${before}; processes: ${platform
        .running()
        .map(({ command }) => command.slice(-60))
        .join(', ')}`,
  );
}

async function settleAndCompare(platform: Platform, accountId: string): Promise<string[]> {
  await platform.cli('halt', '--reason', 'the campaign is over');
  await until(
    () => isSettled(platform, accountId),
    30_000,
    () => 'orders are still under way',
  );
  const { orders, fills, problems } = await compareWithVenue(platform, accountId);
  say(`${orders} orders, ${fills} fills compared with the venue`);
  return [...problems];
}

async function replayAll(platform: Platform): Promise<string[]> {
  const { recordedFolders } = await import('../../../apps/cli/src/replay/find-session');
  const sessions = await recordedFolders(`${platform.home}/sessions`);
  const problems: string[] = [];
  for (const { sessionId } of sessions) {
    const verdict = await platform.cli('replay', sessionId).catch((error: unknown) => ({ identical: false, error: String(error) }));
    if ((verdict as { identical: boolean }).identical) continue;
    problems.push(`session ${sessionId} replays differently: ${JSON.stringify(verdict).slice(0, 2_000)}`);
  }
  say(`${sessions.length} sessions replayed, ${sessions.length - problems.length} identical`);
  return problems;
}

/** mulberry32: the same seed gives the same campaign. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

process.exit(await campaign());
