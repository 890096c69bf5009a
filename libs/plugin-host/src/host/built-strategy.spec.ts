import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSource, deliveriesTo } from '@libs/testkit';
import { contentHash, versionOf } from '../registry/content-hash';
import { KeptCode } from '../registry/kept-code';
import { StrategySandbox } from './strategy-sandbox';
import type { SandboxFault } from './strategy-sandbox';

const PLAIN = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'thrower', version: '1.0.0', title: 'Test', description: 'For a test.',
  params: { symbol: param.symbol({ default: 'BTC/USDT', description: 'market' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 0,
  state: () => ({ n: 0 }),
  onBar: (_ctx, { bar }) => {
    if (bar.close > 0) throw new RangeError('too high');
  },
});
`;
const COMMENTED = PLAIN.replace('export const', '/**\n * Throws.\n */\nexport const').replace(
  '    if (bar',
  '    // Why it throws,\n    // in two lines.\n\n    if /* always */ (bar',
);

let folder: string;
let home: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'built-'));
  home = mkdtempSync(join(tmpdir(), 'built-home-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(home, { recursive: true });
});

/** Gives the version of what the build makes of a source. */
function build(source: string): string {
  buildSource(join(folder, 'thrower/src/index.js'), source);
  writeFileSync(join(folder, 'thrower/package.json'), '{"type":"module"}');
  return versionOf('1.0.0', contentHash(join(folder, 'thrower')));
}

/** What the sandbox reports of a deployment of that version. */
async function fault(strategyVersion: string): Promise<string> {
  const { promise, resolve: reported } = Promise.withResolvers<SandboxFault>();
  const kept = new KeptCode({ home, strategies: folder });
  const sandbox = new StrategySandbox({ kept, onAnswer: () => undefined, onFault: reported });
  const next = deliveriesTo('d');
  sandbox.load({ deploymentId: 'd', strategy: 'thrower', strategyVersion, params: {} });
  for (const delivery of [next.init(), next.start(), next.bar(1)]) sandbox.deliver(delivery);
  const { message } = await promise;
  await sandbox.close();
  return message;
}

describe('a built strategy', () => {
  it('is the same code whatever its comments and blank lines say', () => {
    expect(build(COMMENTED)).toBe(build(PLAIN));
    expect(build(PLAIN.replace('> 0', '> 1'))).not.toBe(build(PLAIN));
  });

  it('names the line of a fault in the source with its comments', async () => {
    expect(await fault(build(COMMENTED))).toBe('too high (thrower/src/index.ts:15)');
  });

  it('names that line of the installed source, though the code was kept before the comments were written', async () => {
    expect(await fault(build(PLAIN))).toBe('too high (thrower/src/index.ts:9)');
    expect(await fault(build(COMMENTED))).toBe('too high (thrower/src/index.ts:15)');
  });
});
