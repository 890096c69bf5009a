import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Types and format beside the linter: each of the two takes about as long as the other, on a core of its own. */
const LANES = [['lint'], ['typecheck', 'format:check']];

async function passes(script) {
  const child = spawn('npm', ['run', '-s', script], { stdio: 'inherit' });
  const [status] = await once(child, 'close');
  return status === 0;
}

async function lanePasses(scripts) {
  const passed = [];
  for (const script of scripts) passed.push(await passes(script));
  return passed.every(Boolean);
}

const lanes = await Promise.all(LANES.map(lanePasses));
process.exit(lanes.every(Boolean) ? 0 : 1);
