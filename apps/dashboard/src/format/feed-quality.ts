import type { FeedLatency, FeedQuality } from '@libs/client';
import { reasonSentence, reasonWords } from './trust';
import type { Word } from './words';

/** The current problem of a feed; earlier losses are shown as counts. */
export function feedWord({ reasons }: Pick<FeedQuality, 'reasons'>): Word {
  if (reasons.length === 0) return { label: 'Well', tone: 'good', meaning: 'It flows, and nothing is missing' };
  return { label: reasonWords({ reasons }), tone: 'bad', meaning: reasonSentence({ reasons }) };
}

/** `99.98 %`; never rounded up, so 100 % means without any interruption. */
export function uptimeWords(share: number, locale?: string): string {
  const hundredths = Math.floor(share * 10_000) / 100;
  return `${hundredths.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;
}

/** `12 / 80 ms`: the median and the 99th percentile. */
export function latencyWords(latency: Pick<FeedLatency, 'p50' | 'p99'> | null): string {
  return latency ? `${milliseconds(latency.p50)} / ${milliseconds(latency.p99)} ms` : '–';
}

function milliseconds(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : String(Math.round(value));
}
