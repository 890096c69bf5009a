import { INTERVALS, type Interval } from '@libs/kernel';
import { BadArgument } from '../results/unknown-subject';

/** Takes the text of an interval that we know. */
export function toInterval(text: string): Interval {
  if (Object.hasOwn(INTERVALS, text)) return text as Interval;
  throw new BadArgument('interval', `one of ${Object.keys(INTERVALS).join(', ')}`, text);
}
