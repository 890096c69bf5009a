import { setTimeout as wait } from 'node:timers/promises';
import { DEPTHS, type Desk, type DeskEvent } from './desk';
import type { Trial } from './trials';
import type { Truth } from './truth';
import type { FaultDoor } from './fault-door';

const SYMBOL = 'BTCUSDT';
/** The strategy is at work and the data well for so long before a fault, and for so long after it. */
const CALM_MS = 3_000;
const CALM_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 20;
const HEALS_WITHIN_S = 60;
/** What strikes once shows with the next frame, or not at all. */
const SHOWS_WITHIN_MS = 1_000;

/** What came of one fault; times in seconds. */
export interface Outcome {
  readonly trial: Trial;
  /** The first thing that was noticed, and when after the strike. */
  readonly sign: string;
  readonly noticed: number | null;
  /** From the moment from which the trial counts. */
  readonly blocked: number | null;
  readonly reasons: readonly string[];
  /** From the end of the fault until the data was trusted for good; 0 when it was so before. */
  readonly recovered: number | null;
  /** For how long in all the data was not trusted. */
  readonly blind: number;
  /** Entries between the strike and the block. */
  readonly entries: number;
  readonly denied: number;
  readonly problems: readonly string[];
}

export interface Ground {
  readonly door: FaultDoor;
  readonly desk: Desk;
  readonly truth: Truth;
}

/** Injects one fault while the strategy trades, waits until all is well again and holds what is left against the venue. */
export async function runTrial(trial: Trial, ground: Ground): Promise<Outcome> {
  const { door, desk } = ground;
  await becomesCalm(desk);
  const before = desk.events.length;
  const struckAt = await door.strike(trial.faults);
  await wait(Math.max(SHOWS_WITHIN_MS, struckAt + trial.lasts * 1_000 - performance.now()));
  await door.disarm();
  const endedAt = performance.now();
  const calm = await becomesCalm(desk, (trial.heals ?? HEALS_WITHIN_S) * 1_000).catch(() => null);
  const events = desk.events.slice(before);
  const found = judge(trial, events, struckAt);
  return {
    trial,
    ...found,
    recovered: calm === null ? null : Math.max(0, calm - endedAt) / 1_000,
    blind: blindness(events) / 1_000,
    problems: [
      ...found.problems,
      ...(calm === null ? [`not trusted again: ${desk.trust?.reasons.join()}`] : await differences(ground)),
      ...desk.prices.wrong.splice(0),
    ],
  };
}

/** The moment since which the data is trusted and the strategy enters; rejects when that does not come. */
async function becomesCalm(desk: Desk, within = CALM_WITHIN_MS): Promise<number> {
  const deadline = performance.now() + within + CALM_MS;
  while (performance.now() < deadline) {
    const since = desk.events.findLast(({ type }) => type === 'trust')?.at ?? Infinity;
    const entered = desk.events.findLast(({ type }) => type === 'entry')?.at ?? 0;
    const now = performance.now();
    if (desk.trust?.level === 'TRUSTED' && now - since >= CALM_MS && now - entered < CALM_MS) return since;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`the data is ${desk.trust?.level} (${desk.trust?.reasons.join()}) and the strategy does not trade`);
}

function judge(trial: Trial, events: readonly DeskEvent[], struckAt: number): Omit<Outcome, 'trial' | 'recovered' | 'blind'> {
  const from = trial.from === 'minute' ? struckAt + (60_000 - ((Date.now() - (performance.now() - struckAt)) % 60_000)) : struckAt;
  const notice = events.find(({ type }) => type === 'notice');
  const block = events.find((event) => event.type === 'trust' && event.trust.level === 'UNTRUSTED');
  const change = events.find(({ type }) => type === 'trust');
  const [first] = [notice, change].filter((event) => event !== undefined).sort((a, b) => a.at - b.at);
  const blocked = block ? Math.max(0, block.at - from) / 1_000 : null;
  return {
    sign: first ? signOf(first) : '',
    noticed: first ? Math.max(0, first.at - struckAt) / 1_000 : null,
    blocked,
    reasons: block?.type === 'trust' ? block.trust.reasons : [],
    entries: events.filter(({ type, at }) => type === 'entry' && at >= struckAt && at < (block?.at ?? struckAt)).length,
    denied: events.filter((event) => event.type === 'denied' && event.code === 'DATA_UNTRUSTED').length,
    problems: [...verdict(trial, blocked), ...entriesWhileBlind(events), ...strangeDenials(events)],
  };
}

function verdict({ must, within = Infinity }: Trial, blocked: number | null): string[] {
  if (must === 'blocked' && blocked === null) return ['entries were not blocked'];
  if (must === 'blocked' && blocked! > within) return [`entries were blocked after ${blocked!.toFixed(1)} s, not within ${within} s`];
  if (must === 'tolerated' && blocked !== null) return ['entries were blocked, though nothing was wrong with the data'];
  return [];
}

function blindness(events: readonly DeskEvent[]): number {
  let since: number | null = null;
  let sum = 0;
  for (const event of events) {
    if (event.type !== 'trust') continue;
    if (since !== null) sum += event.at - since;
    since = event.trust.level === 'UNTRUSTED' ? event.at : null;
  }
  return since === null ? sum : sum + performance.now() - since;
}

function entriesWhileBlind(events: readonly DeskEvent[]): string[] {
  let isBlind = false;
  let entries = 0;
  for (const event of events) {
    if (event.type === 'trust') isBlind = event.trust.level === 'UNTRUSTED';
    if (event.type === 'entry' && isBlind) entries += 1;
  }
  return entries === 0 ? [] : [`${entries} entries while the data was not trusted`];
}

function strangeDenials(events: readonly DeskEvent[]): string[] {
  const others = events.flatMap((event) => (event.type === 'denied' && event.code !== 'DATA_UNTRUSTED' ? [event.code] : []));
  return others.map((code) => `an entry was denied with ${code}`);
}

async function differences({ desk, truth }: Ground): Promise<string[]> {
  const found: string[] = [];
  for (const depth of DEPTHS) {
    const own = desk.book(depth);
    const isEqual = own !== null && (await desk.books.get(depth)!.equals(own, (limit) => truth.book(SYMBOL, limit)));
    if (!isEqual) found.push(`the book of ${depth} levels is not the venue's`);
  }
  const [first] = desk.bars.bars;
  return first ? [...found, ...desk.bars.problems(await truth.bars(SYMBOL, first.start))] : found;
}

function signOf(event: DeskEvent): string {
  if (event.type === 'notice') return event.notice.type;
  return event.type === 'trust' ? event.trust.reasons.join('+') : event.type;
}
