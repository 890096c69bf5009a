import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStrategies } from '@libs/testkit';
import { contentHash, versionOf } from './content-hash';
import { CodeNotKept, KeptCode } from './kept-code';
import type { MadeWith } from './kept-code';

const ENTRY = 'plain/src/index.js';

let strategies: ReturnType<typeof withStrategies>;
let home: string;

beforeEach(() => {
  strategies = withStrategies({ plain: '', other: '' });
  home = mkdtempSync(join(tmpdir(), 'kept-code-'));
});
afterEach(() => {
  strategies.remove();
  rmSync(home, { recursive: true });
});

const open = (): KeptCode => new KeptCode({ home, strategies: strategies.folder });
/** As a deployment of what is installed now says it. */
const installed = (strategy = 'plain'): MadeWith => ({
  strategy,
  strategyVersion: versionOf('1.0.0', contentHash(join(strategies.folder, strategy))),
});
const edit = (text = '// another\n'): void => appendFileSync(join(strategies.folder, ENTRY), text);
const kept = (): readonly string[] => readdirSync(join(home, 'strategies'));

describe('KeptCode', () => {
  it('gives the code that a deployment was made with after the installed one was edited', () => {
    const made = installed();
    const text = readFileSync(join(strategies.folder, ENTRY), 'utf8');
    expect(open().keep(made)).toBe(true);
    edit();
    const folder = open().find(made);
    expect(folder).toBe(join(home, 'strategies', made.strategyVersion.slice(-12)));
    expect(readFileSync(join(folder, ENTRY), 'utf8')).toBe(text);
  });

  it('keeps the code of each version, apart from any other strategy', () => {
    const first = open().find(installed());
    edit();
    const second = open().find(installed());
    expect(second).not.toBe(first);
    expect([readdirSync(first), readdirSync(second), kept().length]).toEqual([['plain'], ['plain'], 2]);
  });

  it('keeps what is needed to run and to name a line, and nothing of it can be written', () => {
    writeFileSync(join(strategies.folder, 'plain/src/index.js.map'), '{}');
    writeFileSync(join(strategies.folder, 'plain/notes.txt'), 'mine');
    const folder = join(open().find(installed()), 'plain');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['package.json', 'src', 'src/index.js', 'src/index.js.map']);
    expect(statSync(join(folder, 'src/index.js')).mode & 0o222).toBe(0);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{"type":"module"}\n');
  });

  it("follows the author's lines while the code is the same", () => {
    const map = (folder: string): string => join(folder, 'plain/src/index.js.map');
    writeFileSync(map(strategies.folder), '{"was":1}');
    const made = installed();
    const folder = open().find(made);
    writeFileSync(map(strategies.folder), '{"is":2}');
    open().find(made);
    expect(readFileSync(map(folder), 'utf8')).toBe('{"is":2}');
    writeFileSync(map(strategies.folder), '{"of":"another"}');
    edit();
    open().find(made);
    expect(readFileSync(map(folder), 'utf8')).toBe('{"is":2}');
    expect(kept()).toEqual([made.strategyVersion.slice(-12)]);
  });

  it('keeps what was deployed before code was kept, while it is still installed', () => {
    expect(readdirSync(open().find(installed('other')))).toEqual(['other']);
  });

  it('refuses code that is neither kept nor installed, and says what to do', () => {
    const made = installed();
    edit();
    expect(open().keep(made)).toBe(false);
    expect(() => open().find(made)).toThrow(CodeNotKept);
    expect(() => open().find(made)).toThrow(
      `plain was deployed as ${made.strategyVersion}; that code is no longer installed, and ${join(home, 'strategies', made.strategyVersion.slice(-12))}, where it would be kept, is missing; put that folder back from a copy of the data folder, or stop this deployment and deploy the strategy again`,
    );
    expect(kept()).toEqual([]);
  });

  it.each(['1.0.0', '1.0.0+0123456789ab', '1.0.0+../../etc/pass'])(
    'refuses the version %s, which is of no code that it knows',
    (strategyVersion) => {
      expect(() => open().find({ strategy: 'plain', strategyVersion })).toThrow(/no longer installed/);
    },
  );

  describe('where what is kept was tampered with', () => {
    const tamper = (made: MadeWith): void => {
      const file = join(open().find(made), ENTRY);
      chmodSync(file, 0o644);
      appendFileSync(file, '// tampered\n');
    };

    it('refuses it, and names the folder', () => {
      const made = installed();
      tamper(made);
      edit();
      expect(() => open().find(made)).toThrow(`${open().placeOf(made)}, where it would be kept, has been changed; put that folder back`);
    });

    it('refuses files that were put beside it', () => {
      const made = installed();
      writeFileSync(join(open().find(made), 'plain/src/more.js'), '');
      edit();
      expect(() => open().find(made)).toThrow(/has been changed/);
    });

    it('keeps it again while it is still installed', () => {
      const made = installed();
      tamper(made);
      expect(readFileSync(join(open().find(made), ENTRY), 'utf8')).not.toContain('tampered');
    });
  });

  it('takes nothing of a copy that was cut short', () => {
    const made = installed();
    mkdirSync(join(home, 'strategies/draft-1/plain/src'), { recursive: true });
    writeFileSync(join(home, 'strategies/draft-1', ENTRY), 'torn');
    edit();
    expect(() => open().find(made)).toThrow(/is missing/);
    expect(readFileSync(join(open().find(installed()), ENTRY), 'utf8')).toContain('// another');
  });

  it('is kept whole by processes that keep it at once', async () => {
    const made = installed();
    const module = join(import.meta.dirname, '../../../../dist/libs/plugin-host/src/index.js');
    const work = `import { KeptCode } from ${JSON.stringify(module)};
      const [, home, strategies, made] = process.argv;
      process.stdout.write('ready');
      process.stdin.once('data', () => {
        process.stdout.write(new KeptCode({ home, strategies }).find(JSON.parse(made)));
        process.exit();
      });`;
    const keepers = [1, 2, 3].map(() =>
      spawn(process.execPath, ['--input-type=module', '--eval', work, home, strategies.folder, JSON.stringify(made)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const said = keepers.map(() => '');
    const ended = keepers.map((keeper) => once(keeper, 'close'));
    await Promise.all(keepers.map(({ stdout }) => once(stdout, 'data')));
    for (const [at, keeper] of keepers.entries()) {
      keeper.stdout.on('data', (chunk: Buffer) => void (said[at] += chunk.toString()));
      keeper.stdin.write('go');
    }
    await Promise.all(ended);
    expect(said).toEqual(keepers.map(() => open().placeOf(made)));
    expect(kept()).toEqual([made.strategyVersion.slice(-12)]);
  }, 60_000);
});
