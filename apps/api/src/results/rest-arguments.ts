import { DateTimeScalar } from '../schema/scalars/date-time';
import { BadArgument } from './unknown-subject';

/** A number out of the query of an address; its range is for whoever takes it to judge. */
export function wholeNumber(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  throw new BadArgument(name, 'a whole number', `"${text}"`);
}

/** Words separated by commas, each one of those known. */
export function choices<T extends string>(name: string, text: string | undefined, known: readonly T[]): readonly T[] | undefined {
  return text?.split(',').map((word) => {
    const choice = known.find((one) => one === word);
    if (choice === undefined) throw new BadArgument(name, `of ${known.join(', ')}, separated by commas`, `"${text}"`);
    return choice;
  });
}

/** A moment as GraphQL reads it too. */
export function moment(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  try {
    return DateTimeScalar.parseValue(text);
  } catch {
    throw new BadArgument(name, 'a time in UTC such as 2026-01-31T09:30:00.000Z', `"${text}"`);
  }
}
