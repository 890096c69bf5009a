import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const { jsc } = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

// Tests run from source: Jest resolves modules itself, so the build's rewriting of import paths stays out.
const { baseUrl: _baseUrl, paths: _paths, ...compiler } = jsc;

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Jest leaves one core idle, which is half of a small machine: many tests wait for processes of their own.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Modules of test files that are over stay in a worker; after some hundred of them it would be out of memory.
  workerIdleMemoryLimit: '1500MB',
  testSequencer: '<rootDir>/tests/support/long-first.js',
  testMatch: ['<rootDir>/{apps,libs,plugins,tests}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.plimsoll/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/tests/support/swc-near-globals.js',
      { swcrc: false, sourceMaps: 'inline', module: { type: 'es6' }, jsc: compiler },
    ],
  },
  moduleNameMapper: {
    '^@libs/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^fast-check$': '<rootDir>/tests/support/seeded-fast-check.js',
  },
  testTimeout: 30_000,
};
