import { setTimeout as wait } from 'node:timers/promises';
import { compare } from './compare';
import { Trader } from './trader';
import { Victim } from './victim';
import { Witness } from './witness';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 30);
const SEED = Number(process.env['CHAOS_SEED'] ?? 1);
/** Market time crosses a funding payment every 48 seconds. */
const SPEED = 600;
const ACCOUNTS = Object.fromEntries(['one', 'two', 'three'].map((id) => [id, { balances: { USDT: '500000', BTC: '3' } }]));
const LANES = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** kill -9 of the simulator at random moments while clients trade; then their books must hold all that they were told. */
async function campaign(): Promise<number> {
  const chance = seeded(SEED);
  const venue = new Victim(ACCOUNTS, SPEED);
  const accounts = venue.ids.map((id) => ({ id, witness: new Witness() }));
  const problems: string[] = [];
  say(`${ROUNDS} kills, seed ${SEED}, home ${venue.home}`);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await venue.start();
    let isOver = false;
    const traders = accounts.flatMap((account) => Array.from({ length: LANES }, () => new Trader(venue, account, chance)));
    const readers = accounts.map((account) => new Trader(venue, account, chance));
    const lanes = Promise.all([
      ...traders.map((trader, lane) => trader.trade(round * 100 + lane, () => isOver)),
      ...readers.map((reader) => reader.watch(() => isOver)),
    ]);
    await Promise.race([lanes, wait(200 + chance() * 3_000)]);
    isOver = true;
    await venue.kill();
    await lanes;
    await venue.start();
    for (const { id, witness } of accounts) problems.push(...compare(id, await venue.truth(id), witness));
    const told = accounts.map(({ witness }) => `${witness.made.size} orders, ${witness.seen.size} executions`).join('; ');
    say(`${String(round).padStart(3)} ${told}`);
    await venue.kill();
  }
  for (const problem of new Set(problems)) say(`PROBLEM ${problem}`);
  say(`${ROUNDS} kills, ${new Set(problems).size} problems`);
  if (problems.length === 0) venue.remove();
  return problems.length === 0 ? 0 : 1;
}

/** Mulberry32: the same seed is the same campaign. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

process.exitCode = await campaign();
