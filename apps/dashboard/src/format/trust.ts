import type { SymbolTrust, TrustLevel, TrustReason } from '@libs/client';
import type { Word } from './words';

const TRUST: Readonly<Record<TrustLevel, Word>> = {
  TRUSTED: { label: 'Data trusted', tone: 'good', meaning: 'The feed is whole and fresh' },
  DEGRADED: { label: 'Data late', tone: 'warn', meaning: 'All that is shown is right, but something is late; orders go' },
  UNTRUSTED: { label: 'Data not trusted', tone: 'bad', meaning: 'What is shown may be wrong: entries wait, exits go' },
};

const REASONS: Readonly<Record<TrustReason, string>> = {
  STALE: 'nothing fresh came',
  GAP: 'something in between was lost',
  CROSSED: 'the bid reaches the ask',
  SKEWED: 'its time stamps disagree with the clock of the venue',
  HALTED: 'the venue does not trade it',
  FORMING: 'the close of the last bar is not confirmed yet',
};

/** `stale, gap` */
export function reasonWords({ reasons }: Pick<SymbolTrust, 'reasons'>): string {
  return reasons.map((reason) => reason.toLowerCase()).join(', ');
}

/** `nothing fresh came, and something in between was lost` */
export function reasonSentence({ reasons }: Pick<SymbolTrust, 'reasons'>): string {
  return reasons.map((reason) => REASONS[reason] ?? reason.toLowerCase()).join(', and ');
}

/** Level and reasons as short text, and their meaning as a sentence. */
export function trustWord(trust: Pick<SymbolTrust, 'level' | 'reasons'>): Word {
  const word = TRUST[trust.level];
  if (trust.reasons.length === 0) return word;
  return { tone: word.tone, label: `${word.label}: ${reasonWords(trust)}`, meaning: `${word.meaning}. Why: ${reasonSentence(trust)}` };
}
