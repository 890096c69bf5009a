import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { barsOf, playTape } from '@libs/testkit';
import * as sdk from './index';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGE = read('libs/sdk/FREQTRADE.md');

/** The names of an interface's members, as they are written in its file. */
function membersOf(file: string, name: string): ReadonlySet<string> {
  const body = read(file)
    .split(new RegExp(`export interface ${name}\\b[^{]*{`))[1]!
    .split('\n}\n')[0]!;
  return new Set([...body.matchAll(/^ {2}(?:readonly )?(\w+)[?(:]/gm)].map(([, member]) => member!));
}

const CONTEXT = membersOf('libs/sdk/src/strategy/hook-context.ts', 'HookContext');
const DEFINITION = membersOf('libs/sdk/src/strategy/define-strategy.ts', 'StrategyDefinition');
const SETTINGS = read('libs/platform/src/settings/settings-table.ts');
const VERBS = readdirSync(join(ROOT, 'apps/cli/src/verbs'))
  .map((file) => read(`apps/cli/src/verbs/${file}`))
  .join('\n');

/** Every name of ours that the tables mention. */
const NAMES = PAGE.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| freqtrade'))
  .flatMap((line) => [...line.split(' | ')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

function exists(name: string): boolean {
  const [first, ...rest] = name.split(' ');
  if (first === 'plimsoll') return rest.length > 0 && rest.every((verb) => VERBS.includes(`command('${verb}')`));
  if (/^[A-Z_]+$/.test(name)) return SETTINGS.includes(name);
  const [whole, member] = name.split('.');
  if (whole === 'ctx') return CONTEXT.has(member!);
  if (whole === 'param') return Object.hasOwn(sdk.param, member!);
  return Object.hasOwn(sdk, name) || DEFINITION.has(name);
}

describe('the page for those who come from freqtrade', () => {
  it('names at least eighty things of ours, and only such as exist', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(80);
    expect(NAMES.filter((name) => !exists(name))).toEqual([]);
  });

  it('shows a strategy that trades as its words say', () => {
    const code = /```ts\n([^]*?)```/.exec(PAGE)![1]!.replace('export const strategy =', 'return');
    // The page's own code, with the SDK's names in reach as its import would bring them.
    const strategy = new Function(...Object.keys(sdk), code)(...Object.values(sdk)) as sdk.Strategy;
    // Falls for long, and then rises: one return over 30, and out at 4 %.
    const closes = [...Array.from({ length: 150 }, (_, n) => 1_000 - n), 853, 856, 860, 870, 880, 890, 900, 901];
    const played = playTape({
      strategy,
      params: { symbol: 'BTC/USDT:USDT' },
      symbol: 'BTC/USDT:USDT',
      interval: '15m',
      bars: barsOf(...closes),
    });
    expect(played.orders.map(({ side, tag }) => `${side} ${tag}`)).toEqual(['BUY return', 'SELL out']);
  });

  it('would find a name that does not exist', () => {
    const wrong = ['ctx.forcast', 'param.float', 'onCandle', 'roiTabel', 'plimsoll hyperopt', 'plimsoll data fetch', 'DRY_RUN'];
    expect(wrong.filter(exists)).toEqual([]);
  });
});
