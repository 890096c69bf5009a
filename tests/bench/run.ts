import type { Bench } from './record';

/** Each bench loads only when it runs. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  core: async () => (await import('./core/core-step')).coreStep,
  'order-path': async () => (await import('./order-path/order-path')).orderPath,
  storage: async () => (await import('./storage/storage')).storage,
  matching: async () => (await import('./matching/matching')).matching,
  simulator: async () => (await import('./simulator/simulator')).simulator,
  feed: async () => (await import('./feed/feed')).feed,
  indicators: async () => (await import('./indicators/indicators')).indicators,
  backtest: async () => (await import('./backtest/backtest')).backtest,
  l2: async () => (await import('./l2/l2')).l2,
  optimise: async () => (await import('./optimise/optimise')).optimise,
  memory: async () => (await import('./memory/memory')).memory,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in BENCHES));
if (names.length === 0 || unknown.length > 0) {
  const what = unknown.length > 0 ? `There is no benchmark ${unknown.join(', ')}. ` : '';
  process.stderr.write(`${what}Name one or more of: ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(2);
}
for (const name of names) {
  const bench = await BENCHES[name]!();
  await bench((record) => void process.stdout.write(`${JSON.stringify(record)}\n`));
}
process.exit(0);
