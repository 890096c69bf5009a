import { forbidden } from './import-rules';
import { importsOf, isSpec, sourceFiles } from './source-files';

const files = sourceFiles();
const imports = files.flatMap(importsOf);

describe('imports', () => {
  it('go one way, through the front door of each library', () => {
    const broken = imports.flatMap(({ from, specifier, target }) => {
      const why = forbidden(from.path, specifier, target, isSpec(from));
      return why === null ? [] : [`${from.path}: ${specifier}: ${why}`];
    });
    expect(broken).toEqual([]);
  });

  it('form no cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, target } of imports) if (target !== null) graph.set(from.path, [...(graph.get(from.path) ?? []), target]);
    expect(cycles(graph)).toEqual([]);
  });

  it.each([
    ['libs/kernel/src/order/order.ts', '@libs/sdk', 'libs/sdk/src/index.ts'],
    ['libs/kernel/src/order/order.ts', 'node:crypto', null],
    ['libs/engine/src/core/core.ts', 'typeorm', null],
    ['libs/engine/src/core/core.ts', '@libs/platform', 'libs/platform/src/index.ts'],
    ['apps/api/src/main.ts', '@libs/exchange-simulator', 'libs/exchange-simulator/src/index.ts'],
    ['apps/api/src/main.ts', '../../trader/src/main', 'apps/trader/src/main.ts'],
    ['plugins/exchanges/bybit/index.ts', '@libs/kernel', 'libs/kernel/src/index.ts'],
    ['plugins/exchanges/bybit/index.ts', 'ccxt', null],
    ['libs/exchange-simulator/src/index.ts', '@libs/engine', 'libs/engine/src/index.ts'],
    ['libs/engine/src/index.ts', '@libs/kernel/src/order/order', 'libs/kernel/src/order/order.ts'],
  ])('forbids %s → %s', (path, specifier, target) => {
    expect(forbidden(path, specifier, target, false)).not.toBeNull();
  });

  it('finds a cycle when there is one', () => {
    expect(
      cycles(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a → b → c → a']);
  });
});

function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    const at = path.indexOf(node);
    if (at >= 0) {
      found.push([...path.slice(at), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
