#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/apps/cli/src/main.js', import.meta.url);
const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(main)) {
  process.stderr.write('plimsoll: nothing is built yet; run "npm ci" (or "npm run build") in this folder first.\n');
  process.exit(1);
}

if (major > 24 || (major === 24 && minor >= 11)) {
  await import(main.href);
} else if (existsSync(pinned)) {
  // The machine's Node is older than what we need; the one that npm installed with us is not.
  const child = spawn(pinned, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (status, signal) => process.exit(status ?? (signal ? 1 : 0)));
} else {
  process.stderr.write(`plimsoll: Node ${process.versions.node} is too old; 24.11 or newer is needed, and "npm ci" brings one along.\n`);
  process.exit(1);
}
