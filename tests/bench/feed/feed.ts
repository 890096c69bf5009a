import { isDeepStrictEqual } from 'node:util';
import { percentiles, type Bench } from '../record';
import { manySymbols } from './many-symbols';
import { BareParse, Ccxt, Ours, type Contender } from './contenders';
import { SYMBOLS, simulatorFrames, type Recording } from './simulator-frames';

const FRAMES = 100_000;
/** Clocks are too coarse for one frame. */
const BATCH = 100;
/** Odd, for there is a middle one; all take turns, so that what else the machine does hits all. */
const ROUNDS = 5;
const CASE = 'bytes to book and event';

/** What reading the public stream costs. */
export const feed: Bench = async (report) => {
  const recording = await simulatorFrames(FRAMES);
  const rounds = Array.from({ length: ROUNDS }, () => round(recording));
  const rates = new Map<string, number>();
  for (const name of rounds[0]!.keys()) {
    const middle = rounds.map((one) => one.get(name)!).toSorted((a, b) => a.rate - b.rate)[ROUNDS >> 1]!;
    rates.set(name, middle.rate);
    report({ bench: 'feed', case: `${CASE}, ${name}`, metric: 'frames', unit: '/s', n: FRAMES, value: middle.rate });
    report({ bench: 'feed', case: `${CASE}, ${name}`, metric: `frame_in_batches_of_${BATCH}`, unit: 'us', ...percentiles(middle.times) });
  }
  for (const peer of ['ccxt.pro', 'JSON.parse']) {
    const ratio = Number((rates.get('plimsoll')! / rates.get(peer)!).toFixed(2));
    report({ bench: 'feed', case: CASE, metric: 'to_peer', unit: 'ratio', n: ROUNDS, value: ratio, peer, ratio });
  }
  await manySymbols(report);
};

interface Timed {
  readonly rate: number;
  /** Microseconds a frame took on average, batch by batch. */
  readonly times: readonly number[];
}

/** All contenders on the same frames; those that keep books must end with the same ones. */
function round({ frames, ccxt }: Recording): Map<string, Timed> {
  const [ours, peer] = [new Ours(), new Ccxt(ccxt)];
  const timed = new Map([ours, peer, new BareParse()].map((one) => [one.name, time(one, frames)]));
  for (const symbol of SYMBOLS) {
    const book = ours.book(symbol);
    if (book?.bids.length === 0 || !isDeepStrictEqual(book, peer.book(symbol))) throw new Error(`the books of ${symbol} differ`);
  }
  return timed;
}

function time(contender: Contender, frames: readonly Buffer[]): Timed {
  const times: number[] = [];
  const started = performance.now();
  let before = started;
  for (let at = 0; at < frames.length; at += BATCH) {
    for (let next = at; next < at + BATCH; next += 1) contender.take(frames[next]!);
    const now = performance.now();
    times.push(((now - before) * 1_000) / BATCH);
    before = now;
  }
  return { rate: Math.round((frames.length / (before - started)) * 1_000), times };
}
