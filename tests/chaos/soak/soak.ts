import type { Bar, Instrument } from '@libs/kernel';
import { FrameRecorder } from '@libs/market-data';
import type { MarketFeed } from '@libs/market-data';
import { failOver } from './fail-over';
import { dealFault } from './hourly-faults';
import type { Dealt } from './hourly-faults';
import { Observer } from './observer';
import type { Blindness } from './observer';
import { HashedTap, replayHour } from './replayed-hour';
import { World } from './world';

const HOURS = Number(process.env['CHAOS_HOURS'] ?? 24);
const SEED = Number(process.env['CHAOS_SEED'] ?? 1);
const CONTRACTS = 48;
const TOPICS_PER_CONNECTION = 40;
const DEPTH = 50;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A fault strikes in the middle of its hour. */
const [EARLIEST, LATEST] = [5 * MINUTE, 50 * MINUTE];
const HEALS_WITHIN = MINUTE;
const LEAST_TRUSTED = 0.999;

const isJson = process.argv.includes('--json');
const say = (line: string): void => void (isJson ? process.stderr : process.stdout).write(`${line}\n`);
const problems: string[] = [];

/** A day of market data in simulated time, with one fault an hour: how much of it was trusted, and whether all of it was right. */
async function campaign(): Promise<void> {
  const world = await World.open({ seed: SEED, contracts: CONTRACTS });
  const observer = new Observer(() => world.now);
  const recorder = new FrameRecorder({ folder: world.recordings });
  const tap = new HashedTap(recorder);
  observer.hashBooks();
  const feed: MarketFeed = world.openFeed(
    observer.handlersOf(() => feed.take()),
    { mostTopics: TOPICS_PER_CONNECTION, tap },
  );
  const instruments = await world.truth.instruments();
  const began = world.now;
  for (const instrument of instruments) watch(feed, observer, instrument);
  say(`${instruments.length} symbols, ${HOURS} hours from ${new Date(began).toISOString()}, seed ${SEED}`);
  await passUntil(world, () => observer.isAllTrusted, HEALS_WITHIN);
  say(`all trusted after ${seconds(world.now - began)}`);
  const windows: Window[] = [{ from: began, to: world.now }];
  for (let hour = 0; hour < HOURS; hour += 1) {
    windows.push(await playHour({ world, observer, feed, instruments }, began + hour * HOUR));
    if (hour > 0) continue;
    await recorder.close();
    await compareReplay({ world, observer, instruments }, tap, recorder);
  }
  await compareBars(world, observer, instruments);
  const report = judge({ windows, blind: observer.blind, symbols: instruments.length, lasted: world.now - began, now: world.now });
  feed.close();
  await world.close();
  const failOvers = await failOver(SEED);
  for (const { death, after } of failOvers) {
    say(`primary address ${death}: trusted again over the other one after ${after === null ? 'never' : seconds(after)}`);
    if (after === null || after > 10_000) problems.push(`the fail-over from an address that is ${death} did not come within 10 s`);
  }
  if (isJson) process.stdout.write(`${JSON.stringify({ ...report, failOvers, problems })}\n`);
}

interface Scene {
  readonly world: World;
  readonly observer: Observer;
  readonly feed: MarketFeed;
  readonly instruments: readonly Instrument[];
}

/** From the strike of a fault until all is well again; only in these may data be mistrusted. */
interface Window {
  readonly from: number;
  readonly to: number;
}

function watch(feed: MarketFeed, observer: Observer, instrument: Instrument): void {
  observer.watch(instrument);
  feed.watch({ kind: 'quote', instrument });
  feed.watch({ kind: 'book', instrument, depth: DEPTH });
  feed.watch({ kind: 'trades', instrument });
  feed.watch({ kind: 'bar', instrument, interval: '1m' });
}

async function playHour(scene: Scene, from: number): Promise<Window> {
  const { world, observer, instruments } = scene;
  const before = observer.blind.length;
  await world.pass(from + EARLIEST + Math.floor(world.random.uniform() * (LATEST - EARLIEST)) - world.now);
  const dealt = await dealFault(world, instruments);
  const healed = await passUntil(world, () => observer.isAllTrusted, HEALS_WITHIN);
  if (!healed) problems.push(`${dealt.name}: not well a minute after its end: ${observer.blindNow.join(', ')}`);
  const window = { from: dealt.struckAt, to: world.now };
  await world.pass(from + HOUR - world.now);
  await compareBooks(scene, dealt);
  say(lineOf(dealt, observer.blind.slice(before), window));
  return window;
}

function lineOf({ name, symbol, struckAt }: Dealt, blind: readonly Blindness[], { to }: Window): string {
  const first = Math.min(...blind.map(({ from }) => from));
  const lost = blind.reduce((sum, { from, to: until }) => sum + Math.min(until, to) - from, 0);
  const noticed = blind.length === 0 ? 'never mistrusted' : `mistrusted after ${seconds(first - struckAt)}, ${symbolsOf(blind)}`;
  const at = new Date(struckAt).toISOString().slice(11, 19);
  return `${at} ${`${name} ${symbol ?? ''}`.padEnd(36)} ${noticed.padEnd(44)} ${seconds(lost)} in all`;
}

function symbolsOf(blind: readonly Blindness[]): string {
  const { size } = new Set(blind.map(({ symbol }) => symbol));
  return `${size} ${size === 1 ? 'symbol' : 'symbols'}`;
}

async function passUntil(world: World, isSo: () => boolean, within: number): Promise<boolean> {
  for (const end = world.now + within; !isSo() && world.now < end;) await world.pass(1_000);
  return isSo();
}

async function compareBooks({ world, feed, instruments }: Scene, { name }: Dealt): Promise<void> {
  // What the venue tells at most every few milliseconds is on its way.
  await world.clock.pass(500);
  for (const instrument of instruments) {
    const theirs = await world.truth.book(instrument, DEPTH);
    const own = feed.book(instrument, DEPTH)!;
    for (const side of ['bids', 'asks'] as const) {
      const plain = theirs[side].map(([price, quantity]) => `${Number(price)}x${Number(quantity)}`).join();
      const shown = own.levels(side, DEPTH).map(([price, quantity]) => `${Number(price)}x${Number(quantity)}`);
      if (shown.join() !== plain) problems.push(`${instrument.symbol}: the ${side} are not the venue's in the hour of ${name}`);
    }
  }
}

async function compareReplay(
  { world, observer, instruments }: Omit<Scene, 'feed'>,
  tap: HashedTap,
  recorder: FrameRecorder,
): Promise<void> {
  const { frames, frameHash, bookHashes } = await replayHour(world.recordings, world.options, instruments);
  const own = observer.takeHashes();
  if (recorder.lost > 0 || frames !== tap.frames || frameHash !== tap.end()) problems.push('the recorded frames are not those that passed');
  for (const [symbol, hash] of own) if (bookHashes.get(symbol) !== hash) problems.push(`${symbol}: the replayed books are not those shown`);
  say(`an hour recorded and replayed: ${frames.toLocaleString('en')} frames, ${own.size} series of books, compared byte by byte`);
}

async function compareBars(world: World, { bars }: Observer, instruments: readonly Instrument[]): Promise<void> {
  let count = 0;
  for (const instrument of instruments) {
    const own = bars.get(instrument.symbol) ?? [];
    const theirs = await venueBars(world, instrument, own.length);
    count += own.length;
    if (own.length < HOURS * 60 - 2) problems.push(`${instrument.symbol}: only ${own.length} bars in ${HOURS} hours`);
    const wrong = own.findIndex((bar, at) => !theirs[at] || textOf(bar) !== textOf(theirs[at]));
    if (wrong >= 0) problems.push(`${instrument.symbol}: the bar of ${new Date(own[wrong]!.start).toISOString()} is not the venue's`);
  }
  say(`${count.toLocaleString('en')} closed bars compared with the venue's`);
}

async function venueBars(world: World, instrument: Instrument, count: number): Promise<readonly Bar[]> {
  const found: Bar[] = [];
  while (found.length < count) {
    const page = await world.truth.bars(instrument, '1m', Math.min(1_000, count - found.length), (found[0]?.start ?? world.now) - 1);
    if (page.length === 0) break;
    found.unshift(...page);
  }
  return found;
}

function textOf({ start, open, high, low, close, volume }: Bar): string {
  return [start, open, high, low, close, volume].join(' ');
}

interface Judged {
  readonly symbolSeconds: number;
  readonly trusted: number;
  /** Milliseconds of symbols that were mistrusted outside a fault of theirs and its recovery. */
  readonly outside: number;
}

function judge(given: {
  readonly windows: readonly Window[];
  readonly blind: readonly Blindness[];
  readonly symbols: number;
  readonly lasted: number;
  readonly now: number;
}): Judged {
  const { windows, blind, symbols, lasted, now } = given;
  const until = ({ to }: Blindness): number => Math.min(to, now);
  const lost = blind.reduce((sum, one) => sum + until(one) - one.from, 0);
  const strays = blind.filter((one) => !windows.some(({ from, to }) => one.from >= from && until(one) <= to));
  const outside = strays.reduce((sum, one) => sum + until(one) - one.from, 0);
  const trusted = 1 - lost / (symbols * lasted);
  for (const { symbol, from, reasons } of strays)
    problems.push(`${symbol} was mistrusted at ${new Date(from).toISOString()} without a fault: ${reasons.join()}`);
  if (trusted < LEAST_TRUSTED) problems.push(`only ${(trusted * 100).toFixed(3)} % of symbol-seconds were trusted`);
  const symbolSeconds = Math.round((symbols * lasted) / 1_000);
  say(
    `${(trusted * 100).toFixed(4)} % of ${symbolSeconds.toLocaleString('en')} symbol-seconds trusted; ${seconds(outside)} mistrusted outside faults`,
  );
  return { symbolSeconds, trusted, outside };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

await campaign();
for (const problem of new Set(problems)) say(`PROBLEM ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
