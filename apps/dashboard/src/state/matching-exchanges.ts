import type { Exchange } from '@libs/client';

/** Exchanges whose name, title or state contains every word of the text, verified ones first. */
export function matchingExchanges(exchanges: readonly Exchange[], text: string): readonly Exchange[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = exchanges.filter((exchange) => words.every((word) => has(exchange, word)));
  return [...found].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** UNVERIFIED contains VERIFIED, so a state is matched from its beginning only. */
function has({ name, title, verification, tradable }: Exchange, word: string): boolean {
  if (verification.toLowerCase().startsWith(word)) return true;
  return [name, title, tradable ? 'trading' : 'data only'].some((own) => own.toLowerCase().includes(word));
}

function rank({ verification, tradable }: Exchange): number {
  return (verification === 'VERIFIED' ? 0 : 2) + (tradable ? 0 : 1);
}
