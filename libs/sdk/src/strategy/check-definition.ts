import { INTERVALS } from '@libs/kernel';
import type { StrategyPlan } from './description';
import type { ParamSchema } from './param';
import { validateParams } from './validate-params';
import { brokenStream, unheardWatch } from './watches';
import type { Hooks } from './watches';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const VERSION = /^\d+\.\d+\.\d+$/;
const PARAMETER = /^[a-z][A-Za-z0-9]*$/;
const MAX_WATCHES = 50;
const MAX_WARM_UP = 10_000;

/** Says what is wrong with the non-function parts of a definition; null if they are valid. */
export function brokenDefinition(definition: {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly params: ParamSchema;
}): string | null {
  if (!NAME.test(definition.name)) return `name "${definition.name}" must be lower-case words with dashes, as its folder`;
  if (!VERSION.test(definition.version)) return `version "${definition.version}" must look like 1.0.0`;
  if (definition.title === '' || definition.description === '') return 'title and description must not be empty';
  for (const [name, parameter] of Object.entries(definition.params)) {
    if (!PARAMETER.test(name)) return `parameter "${name}" must be written in camelCase`;
    if (parameter.default === undefined) continue;
    const checked = validateParams([{ name, ...parameter }], {});
    if (!checked.ok) return `the default of a parameter is out of its own range: ${checked.problems[0]?.message}`;
  }
  return null;
}

/** Says what is wrong with the watches of a strategy; null if they are valid. */
export function brokenPlan({ watches, streams = [], warmUpBars }: StrategyPlan, hooks: Hooks): string | null {
  const count = watches.length + streams.length;
  if (count === 0 || count > MAX_WATCHES) return `watches names ${count} streams; it must name 1 to ${MAX_WATCHES}`;
  const odd = watches.find(({ symbol, interval }) => typeof symbol !== 'string' || !Object.hasOwn(INTERVALS, interval));
  if (odd !== undefined) return `watches names the interval ${odd.interval}; it must be one of ${Object.keys(INTERVALS).join(', ')}`;
  for (const stream of streams) {
    const broken = brokenStream(stream);
    if (broken !== null) return broken;
  }
  const unheard = unheardWatch(watches, streams, hooks);
  if (unheard !== null) return unheard;
  if (!Number.isSafeInteger(warmUpBars) || warmUpBars < 0 || warmUpBars > MAX_WARM_UP) {
    return `warmUp returned ${warmUpBars}; it must be a whole number from 0 to ${MAX_WARM_UP}`;
  }
  return null;
}
