import { readFileSync } from 'node:fs';

const { jsc } = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

// Tests run from source: Jest resolves modules itself, so the build's rewriting of import paths stays out.
const { baseUrl: _baseUrl, paths: _paths, ...compiler } = jsc;

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs,plugins,tests}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.plimsoll/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: false, sourceMaps: 'inline', module: { type: 'es6' }, jsc: compiler }] },
  moduleNameMapper: { '^@libs/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts' },
  testTimeout: 30_000,
};
