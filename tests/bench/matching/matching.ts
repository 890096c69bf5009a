import { type Bench, type BenchRecord, percentiles } from '../record';
import { opStream, type OpStream } from './op-stream';
import { DrivenBook } from './run-book';
import { DrivenPeer } from './run-peer';
import { DrivenVenue } from './run-venue';

const SEED = 20_261_122;
const OPERATIONS = 2_000_000;
const PEER_OPERATIONS = 100_000;
/** Clocks are too coarse for one operation. */
const BATCH = 100;
/** Odd, for there is a middle one; book and peer take turns, so that what else the machine does hits both. */
const ROUNDS = 5;
/** Orders an owner may have open: so few that the stream runs into it now and then. */
const TIGHT_CAP = 190;
const VENUE_OPERATIONS = 200_000;
const VENUE_ROUNDS = 3;
/** Of a contract on the venue. */
const VENUE_CAP = 500;
const PEER = 'nodejs-order-book';

/** What drives a stream's operations into something. */
interface Driven {
  run(from: number, to: number): void;
}

/** What the integer order book is there for: a million operations a second on one core with all its checks on. */
export const matching: Bench = async (report) => {
  const stream = opStream({ seed: SEED, operations: OPERATIONS, maxOpenPerOwner: TIGHT_CAP });
  const rounds = Array.from({ length: ROUNDS }, () => ({ book: bookRound(stream), peer: peerRound(stream) }));
  const book = middle(rounds.map((round) => round.book));
  const peer = middle(rounds.map((round) => round.peer));
  tell(report, 'book', book);
  tell(report, PEER, peer);
  tell(report, 'accounts-and-fees', middle(Array.from({ length: VENUE_ROUNDS }, venueRound)));
  const ratio = Number((book.rate / peer.rate).toFixed(1));
  report({ bench: 'matching', case: 'book', metric: 'to_peer', unit: 'ratio', n: ROUNDS, value: ratio, peer: PEER, ratio });
};

function tell(report: (record: BenchRecord) => void, name: string, { rate, times }: Round): void {
  const n = times.length * BATCH;
  report({ bench: 'matching', case: name, metric: 'operations', unit: '/s', n, value: rate });
  report({ bench: 'matching', case: name, metric: `operation_in_batches_of_${BATCH}`, unit: 'us', ...percentiles(times) });
}

function middle(rounds: readonly Round[]): Round {
  return rounds.toSorted((a, b) => a.rate - b.rate)[rounds.length >> 1]!;
}

/** The same mix with everything that a venue does around its book. */
function venueRound(): Round {
  const stream = opStream({ seed: SEED, operations: VENUE_OPERATIONS, maxOpenPerOwner: VENUE_CAP });
  const driven = new DrivenVenue(stream);
  const round = timed(driven, stream.prefill, VENUE_OPERATIONS);
  const plain = new DrivenBook(stream);
  plain.run(0, stream.length);
  driven.check([plain.book.depth(1), plain.book.depth(-1)]);
  return round;
}

function bookRound(stream: OpStream): Round {
  const driven = new DrivenBook(stream);
  const round = timed(driven, stream.prefill, OPERATIONS);
  driven.check(stream.length);
  return round;
}

function peerRound(stream: OpStream): Round {
  const driven = new DrivenPeer(stream, stream.prefill + PEER_OPERATIONS);
  const round = timed(driven, stream.prefill, PEER_OPERATIONS);
  driven.check(PEER_OPERATIONS);
  return round;
}

interface Round {
  readonly rate: number;
  /** Microseconds an operation took on average, batch by batch. */
  readonly times: readonly number[];
}

function timed(driven: Driven, prefill: number, operations: number): Round {
  driven.run(0, prefill);
  const times: number[] = [];
  let before = performance.now();
  const started = before;
  for (let at = prefill; at < prefill + operations; at += BATCH) {
    driven.run(at, at + BATCH);
    const now = performance.now();
    times.push(((now - before) * 1_000) / BATCH);
    before = now;
  }
  return { rate: Math.round((operations / (before - started)) * 1_000), times };
}
