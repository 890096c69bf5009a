import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const unit = readFileSync(join(ROOT, 'deploy/plimsoll.service'), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('deploy/plimsoll.service', () => {
  it('signals the launcher alone and gives it time to stop everything in order', () => {
    expect(unit).toMatch(/^KillMode=mixed$/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThanOrEqual(30);
  });

  const whereSystemdIs = hasSystemd ? it : it.skip;
  whereSystemdIs('is a unit that systemd understands (skipped without systemd-analyze)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-unit-'));
    const file = join(folder, 'plimsoll.service');
    // The program is where an installation has it, not here; what is checked is the unit.
    writeFileSync(file, unit.replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath} --version`).replace(/^Documentation=.*$/m, ''));
    const complaints = execFileSync('sh', ['-c', `systemd-analyze verify --man=no ${file} 2>&1 || true`], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(complaints.split('\n').filter((line) => line.includes('plimsoll.service'))).toEqual([]);
  });
});
