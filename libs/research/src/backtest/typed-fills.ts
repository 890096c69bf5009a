import type { FillTerms, LatencyTerms } from '@libs/backtest';
import { InvalidSpec } from '../refusals';

type Latency = LatencyTerms['entry'];

const LATENCY_FORMS = 'milliseconds like 50, 20..80 or lognormal:MEDIAN,SPREAD,MOST';
const QUEUES = { back: 'FROM_BACK', alike: 'PROPORTIONAL' } as const;

/** Latencies as users write them; `checkSpec` checks their ranges. */
export interface TypedLatencies {
  /** `50`, `20..80` or `lognormal:30,0.5,500`, all in milliseconds. */
  readonly latency: string;
  /** In the same formats; undefined: reports arrive immediately. */
  readonly reportLatency: string | undefined;
  readonly seed: number;
}

/** Throws `InvalidSpec` for any other format. */
export function latencyTerms({ latency, reportLatency, seed }: TypedLatencies): Pick<FillTerms, 'latency' | 'latencies'> {
  const entry = latencyOf('latency', latency);
  const report = latencyOf('reportLatency', reportLatency ?? '0');
  if (entry.kind === 'CONSTANT' && reportLatency === undefined) return { latency: entry.ms };
  return { latency: entry.kind === 'CONSTANT' ? entry.ms : 0, latencies: { entry, report, seed } };
}

/** `back` (the default) or `alike`; throws `InvalidSpec` for any other word. */
export function queueTerms(queue: string): Pick<FillTerms, 'queue'> {
  if (!Object.hasOwn(QUEUES, queue)) throw new InvalidSpec('queue', Object.keys(QUEUES).join(' or '), `"${queue}"`);
  return queue === 'back' ? {} : { queue: QUEUES[queue as keyof typeof QUEUES] };
}

function latencyOf(field: string, text: string): Latency {
  if (/^\d{1,9}$/.test(text)) return { kind: 'CONSTANT', ms: Number(text) };
  const [, least, most] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? [];
  if (least !== undefined) return { kind: 'UNIFORM', least: Number(least), most: Number(most) };
  const [, median, spread, longest] = /^lognormal:(\d{1,9}),(\d{1,3}(?:\.\d{1,6})?),(\d{1,9})$/.exec(text) ?? [];
  if (median !== undefined) return { kind: 'LOGNORMAL', median: Number(median), spread: Number(spread), most: Number(longest) };
  throw new InvalidSpec(field, LATENCY_FORMS, `"${text}"`);
}
