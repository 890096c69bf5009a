import type { FundingOrigin, PreparedBacktest } from '@libs/research';
import type { Terminal } from '../terminal/terminal';

/** What was left out without anybody having asked for it. */
export function sayMissingFunding({ funding }: Pick<PreparedBacktest, 'funding'>, terminal: Terminal): void {
  for (const origin of funding) if (isMissing(origin)) terminal.say(origin.text, 'warn');
}

export function isMissing({ kind }: Pick<FundingOrigin, 'kind'>): boolean {
  return kind === 'missing' || kind === 'part';
}
