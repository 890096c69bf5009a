import { didYouMean } from '@libs/platform';

/** What to say of a name that no strategy has. */
export function noSuchStrategy(name: string, known: readonly string[]): string {
  const near = didYouMean(name, [...new Set(known)]);
  return `There is no strategy "${name}".${near} "plimsoll strategy list" names what is installed, "npm run build" installs what is new.`;
}
