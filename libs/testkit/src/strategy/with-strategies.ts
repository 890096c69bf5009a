import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of built strategies for a test; each value is the body of `defineStrategy({ … })` behind the common fields, and
 * `prelude` stands above it in the module.
 */
export function withStrategies(strategies: Readonly<Record<string, string | { readonly prelude: string; readonly body: string }>>) {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  for (const [name, source] of Object.entries(strategies)) {
    const { prelude, body } = typeof source === 'string' ? { prelude: '', body: source } : source;
    mkdirSync(join(folder, name, 'src'), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, name, 'src/index.js'), moduleText(name, prelude, body));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The body starts on line 10, so that a test can name the line of a fault. */
function moduleText(name: string, prelude: string, body: string): string {
  return `import { defineStrategy, param, ema } from '@libs/sdk';
${prelude.split('\n').join(' ')}
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'Test', description: 'For a test.',
  params: { symbol: param.symbol({ default: 'BTC/USDT', description: 'market' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 0,
  state: () => ({ n: 0 }),
  onBar: () => {},
  ${body}
});
`;
}
