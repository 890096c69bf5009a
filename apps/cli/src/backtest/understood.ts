import { ClaimDiffers, InvalidSpec, ResearchFailed, ResearchRefused } from '@libs/research';
import { bad } from '../data/data-options';
import { CommandError, EXIT } from '../exit-code';

/** Gives what research refuses the code that scripts know, and values the names that they were typed with. */
export async function understood<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidSpec) throw bad(`--${optionOf(error.field)} is ${error.value}; it must be ${error.limit}.`);
    if (error instanceof ResearchRefused) throw bad(error.message);
    if (error instanceof ClaimDiffers) throw new CommandError(EXIT.different, error.message, { cause: error });
    if (error instanceof ResearchFailed) throw new CommandError(EXIT.failed, error.message, { cause: error });
    throw error;
  }
}

/** The option that sets a field of the spec: `takerFee` → `taker-fee`. */
function optionOf(field: string): string {
  if (field === 'maxPositionSize') return 'max-position';
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
