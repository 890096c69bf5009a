export { InvalidSource } from './source/invalid-source';
export { openSource } from './source/open-source';
export type { OpenedSource } from './source/open-source';
export { readCandleFile } from './source/read-candle-file';
export type { CandleFile } from './source/read-candle-file';
export { startSimulator } from './simulator';
export type { Simulator, SimulatorOptions } from './simulator';
