import { deliveriesTo, withStrategies } from '@libs/testkit';
import { StrategySandbox } from './strategy-sandbox';

/** Each expression runs as the author's own code; what it throws, or gives, is the message of the fault. */
const ATTEMPTS: readonly [name: string, expression: string, outcome: RegExp][] = [
  ['clock', 'Date.now()', /there is no clock in a strategy; use ctx\.marketTime/],
  ['new-date', 'new Date()', /there is no clock/],
  ['date-call', 'Date()', /there is no clock/],
  ['date-constructor', 'new (new Date(0).constructor)()', /there is no clock/],
  ['date-subclass', 'new (class extends Date {})()', /there is no clock/],
  ['date-of-a-moment', 'new Date(0).toISOString()', /gave 1970-01-01T00:00:00\.000Z/],
  ['time-zone', 'new Date(0).getHours()', /gave 0 /],
  ['chance', 'Math.random()', /there is no chance in a strategy/],
  ['locale', '(1234.5).toLocaleString()', /depends on the machine/],
  ['collation', "'a'.localeCompare('b')", /depends on the machine/],
  ['intl', 'Intl', /Intl is not defined/],
  ['temporal', 'Temporal.Now.instant()', /Temporal is not defined/],
  ['temporal-of-a-date', 'new Date(0).toTemporalInstant', /gave undefined/],
  ['performance', 'performance.now()', /performance is not defined/],
  ['crypto', 'crypto.randomUUID()', /crypto is not defined/],
  ['timer', 'setTimeout(() => 1, 1)', /setTimeout is closed to strategies: a hook runs to its end at once/],
  ['fetch', "fetch('http://127.0.0.1')", /fetch is closed to strategies/],
  ['socket', "new WebSocket('ws://127.0.0.1')", /WebSocket is not defined/],
  ['require', "require('fs')", /require is closed to strategies/],
  ['process', 'process.env', /process is not defined/],
  ['global-process', 'globalThis.process', /gave undefined/],
  ['buffer', 'Buffer.alloc(1)', /Buffer is not defined/],
  ['shared-memory', 'new SharedArrayBuffer(1)', /SharedArrayBuffer is not defined/],
  ['wasm', 'WebAssembly', /WebAssembly is not defined/],
  ['collector', 'new WeakRef({})', /WeakRef is not defined/],
  ['code-from-text', "Function('return 1')()", /Code generation from strings disallowed/],
  ['eval', "globalThis.eval?.('1')", /gave undefined/],
  ['patched-array', 'Array.prototype.map = () => 1', /read only/],
  ['patched-error', "Error.prototype.name = 'x'", /cannot be changed/],
  ['stack-hook', 'Error.prepareStackTrace = (e, sites) => sites', /read only/],
  ['patched-sdk', 'ema.update = () => 1', /read only/],
  ['patched-context', 'Object.getPrototypeOf(ctx).submit = () => 1', /read only/],
  ['new-global', 'globalThis.shared = 1', /not extensible/],
  ['prototype-pollution', "({}).__proto__.x = 1; return 'x' in {}", /Cannot set properties of undefined/],
  [
    'own-error-name',
    "return (() => { class Own extends Error { constructor() { super('m'); this.name = 'Own'; } } return new Own().name; })()",
    /gave Own/,
  ],
  ['regexp-memory', "/(a)/.exec('a'); return RegExp.$1", /gave undefined/],
];

const IMPORTS: readonly [name: string, specifier: string][] = [
  ['import-fs', 'node:fs'],
  ['import-bare-fs', 'fs'],
  ['import-net', 'node:net'],
  ['import-child', 'node:child_process'],
  ['import-worker', 'node:worker_threads'],
  ['import-process', 'node:process'],
  ['import-module', 'node:module'],
  ['import-package', 'zod'],
  ['import-data', 'data:text/javascript,export default 1'],
  ['import-neighbour', '../../clock/src/index.js'],
  ['import-above', '../../../outside.js'],
];

const probe = (expression: string): string => (expression.includes('return ') ? expression : `return ${expression}`);

const strategies = withStrategies(
  Object.fromEntries([
    ...ATTEMPTS.map(([name, expression]) => [
      name,
      `onInit: (ctx) => { const attempt = () => { ${probe(expression)} }; const given = attempt(); throw new Error('gave ' + String(given)); },`,
    ]),
    ...IMPORTS.map(([name, specifier]) => [name, { prelude: `import * as taken from '${specifier}';`, body: '' }]),
    ['import-later', `onInit: (ctx) => { ctx.state.n = 1; import('node:fs').then(() => { ctx.state.n = 2; }); },`],
  ] as const),
);

const faults = new Map<string, string>();
let sandbox: StrategySandbox;

beforeAll(async () => {
  sandbox = new StrategySandbox({
    strategies: strategies.folder,
    onAnswer: () => undefined,
    onFault: ({ deploymentId, message }) => faults.set(deploymentId, message),
  });
  for (const [name] of [...ATTEMPTS, ...IMPORTS, ['import-later'] as const]) {
    sandbox.load({ deploymentId: name, strategy: name, strategyVersion: '1.0.0', params: {} });
    sandbox.deliver(deliveriesTo(name).init());
  }
  await sandbox.snapshot();
});

afterAll(async () => {
  await sandbox.close();
  strategies.remove();
});

describe('the walls of the sandbox', () => {
  it.each(ATTEMPTS)('hold against %s', (name, _, outcome) => {
    expect(faults.get(name)).toMatch(outcome);
  });

  it.each(IMPORTS)('refuse %s', (name, specifier) => {
    expect(faults.get(name)).toContain(`a strategy may import @libs/sdk and its own files, not "${specifier}"`);
  });

  it('let nothing run between deliveries', async () => {
    const states = await sandbox.snapshot();
    expect(states['import-later']?.state.state).toBe('{"n":1}');
  });
});
