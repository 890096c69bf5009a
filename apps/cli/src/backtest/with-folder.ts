import { bad } from '../data/data-options';
import { stagedStrategy } from '../strategy/found-strategy';

/** Strategies as they were named, and where they lie if not in the installation. */
export interface NamedStrategies {
  readonly names: readonly string[];
  readonly strategies?: string;
}

/** Lets a strategy be named by its folder, such as `./night-owl`, as for `strategy test`: its sources are then played without a build. */
export async function withFolder<T>(texts: readonly string[], work: (named: NamedStrategies) => Promise<T>): Promise<T> {
  const folder = texts.map(placeOf).find(isFolder);
  if (folder === undefined) return work({ names: texts });
  if (texts.length > 1)
    throw bad(
      `${folder} is a folder, and a folder is played alone; several strategies must be installed: run "npm run build" and use names.`,
    );
  const staged = stagedStrategy(folder);
  try {
    const label = texts[0]!.slice(0, -folder.length);
    return await work({ names: [`${label}${staged.name}`], strategies: staged.strategies });
  } finally {
    staged.remove();
  }
}

/** What follows the label, if there is one. */
function placeOf(text: string): string {
  return text.slice(text.indexOf('=') + 1);
}

function isFolder(place: string): boolean {
  return /^\.|[/\\]/.test(place);
}
