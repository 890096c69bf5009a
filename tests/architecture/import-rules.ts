/** Libraries in the order in which they may see each other: each imports only what stands before it. */
const LAYERS = ['kernel', 'sdk', 'simulation', 'engine', 'backtest', 'platform', 'persistence', 'messaging', 'market-data', 'plugin-host'];

const AREAS = ['deployments', 'identity', 'audit', 'alerts', 'reporting', 'research'];

/** Libraries that stand outside the order, and all that they may import. */
const OUTSIDERS: Readonly<Record<string, readonly string[]>> = {
  'exchange-simulator': ['kernel', 'simulation', 'platform'],
  client: [],
  testkit: [...LAYERS, ...AREAS, 'exchange-simulator', 'client'],
};

const PURE = ['kernel', 'sdk', 'simulation', 'engine', 'backtest'];
/** Libraries of a venue that exactly one plugin may see. */
const VENDORS: Readonly<Record<string, string>> = { ccxt: 'exchanges/ccxt' };
const FRAMEWORKS = /^(@nestjs\/|typeorm$|bullmq$|pg$|ioredis$|ccxt$)/;

/** Why a file may not import something; null when it may. */
export function forbidden(path: string, specifier: string, target: string | null, isTest: boolean): string | null {
  const own = place(path);
  if (target === null) return forbiddenPackage(own, specifier, isTest);
  const other = place(target);
  if (own.kind === other.kind && own.name === other.name) {
    return specifier.startsWith('@libs/') ? 'inside a lib, import the file' : null;
  }
  if (other.kind === 'lib' && target !== `libs/${other.name}/src/index.ts`) return `enter ${other.name} through its index.ts`;
  if (other.kind === 'lib' && specifier.startsWith('.') && !isTest) return `write @libs/${other.name}`;
  if (own.kind === 'tests' || isTest) return null;
  switch (own.kind) {
    case 'lib':
      return libMaySee(own.name, other) ? null : `${own.name} may not import ${other.name}`;
    case 'app':
      return appMaySee(own.name, other) ? null : `an app imports libs, not ${target}`;
    case 'plugin':
      return other.kind === 'lib' && other.name === 'sdk' ? null : 'a plugin imports sdk and its vendor library only';
    case 'migration':
      return `${own.kind} imports nothing of ours`;
  }
}

interface Place {
  readonly kind: 'lib' | 'app' | 'plugin' | 'migration' | 'tests';
  readonly name: string;
}

function place(path: string): Place {
  const [top, second = '', third = ''] = path.split('/');
  if (top === 'libs') return { kind: 'lib', name: second };
  if (top === 'apps') return { kind: 'app', name: second };
  if (top === 'plugins') return { kind: 'plugin', name: `${second}/${third}` };
  if (top === 'migrations') return { kind: 'migration', name: '' };
  return { kind: 'tests', name: '' };
}

function libMaySee(own: string, other: Place): boolean {
  if (other.kind !== 'lib') return false;
  if (own in OUTSIDERS) return OUTSIDERS[own]!.includes(other.name);
  if (AREAS.includes(own)) return LAYERS.includes(other.name);
  return LAYERS.includes(own) && LAYERS.slice(0, LAYERS.indexOf(own)).includes(other.name);
}

function appMaySee(own: string, other: Place): boolean {
  if (other.kind === 'migration') return false;
  if (other.kind !== 'lib' || other.name === 'testkit') return false;
  return other.name !== 'exchange-simulator' || own === 'exchange-simulator' || own === 'cli';
}

function forbiddenPackage(own: Place, specifier: string, isTest: boolean): string | null {
  if (own.kind === 'lib' && own.name === 'kernel' && !isTest) return 'the kernel imports nothing';
  if (own.kind === 'plugin' && VENDORS[specifier] === own.name) return null;
  const pure = (own.kind === 'lib' && PURE.includes(own.name)) || own.kind === 'plugin';
  return pure && FRAMEWORKS.test(specifier) ? `${specifier} has no place in ${own.name}` : null;
}
