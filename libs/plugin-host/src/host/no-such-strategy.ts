import { didYouMean } from '@libs/platform';
import { noSuchStrategy as withNear } from '../sandbox/no-such-strategy';

/** What to say of a name that no strategy has, with the known names that are like it. */
export function noSuchStrategy(name: string, known: readonly string[]): string {
  return withNear(name, didYouMean(name, [...new Set(known)]));
}
