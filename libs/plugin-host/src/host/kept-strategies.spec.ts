import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import type { StrategyAnswer } from '@libs/sdk';
import { deliveriesTo, withStrategies } from '@libs/testkit';
import { contentHash, versionOf } from '../registry/content-hash';
import { KeptCode } from '../registry/kept-code';
import { StrategySandbox } from './strategy-sandbox';
import type { SandboxFault } from './strategy-sandbox';

/** What it says names the code that runs. */
const says = (word: string): string => `onBar: (ctx) => { ctx.log.info('${word}'); },`;

let strategies: ReturnType<typeof withStrategies>;
let home: string;
let sandbox: StrategySandbox;
let answers: StrategyAnswer[];
let faults: SandboxFault[];
let wake: () => void;

beforeEach(() => {
  strategies = withStrategies({ speaker: says('old'), neighbour: says('neighbour') });
  home = mkdtempSync(join(tmpdir(), 'kept-'));
  [answers, faults, wake] = [[], [], () => undefined];
  sandbox = new StrategySandbox({
    kept: new KeptCode({ home, strategies: strategies.folder }),
    onAnswer: (answer) => (answers.push(answer), wake()),
    onFault: (fault) => (faults.push(fault), wake()),
  });
});
afterEach(async () => {
  await sandbox.close();
  strategies.remove();
  rmSync(home, { recursive: true });
});

const entry = (): string => join(strategies.folder, 'speaker/src/index.js');
const edit = (from: string, to: string): void => {
  const text = readFileSync(entry(), 'utf8');
  expect(text).toContain(from);
  writeFileSync(entry(), text.replace(from, to));
};
const version = (strategy = 'speaker'): string => versionOf('1.0.0', contentHash(join(strategies.folder, strategy)));

function deploy(deploymentId: string, strategyVersion: string, strategy = 'speaker'): ReturnType<typeof deliveriesTo> {
  const next = deliveriesTo(deploymentId);
  sandbox.load({ deploymentId, strategy, strategyVersion, params: {} });
  for (const delivery of [next.init(), next.start(), next.bar(1)]) sandbox.deliver(delivery);
  return next;
}

const said = (deploymentId: string): readonly string[] =>
  answers.flatMap((answer) => (answer.deploymentId === deploymentId ? answer.logs.map(({ message }) => message) : []));

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise<void>((resolve) => (wake = resolve));
}

describe('a sandbox of kept code', () => {
  it('runs each deployment by its own code, beside others of the same strategy', async () => {
    const old = version();
    deploy('d', old);
    edit("'old'", "'new'");
    deploy('e', old);
    deploy('f', version());
    await until(() => answers.length === 9);
    expect([faults, said('d'), said('e'), said('f')]).toEqual([[], ['old'], ['old'], ['new']]);
  });

  it('goes on with that code in a process that takes over', async () => {
    const next = deploy('d', version());
    await until(() => answers.length === 3);
    edit("'old'", "'new'");
    kill(sandbox.pid!, 'SIGKILL');
    sandbox.deliver(next.bar(2));
    await until(() => answers.length === 4);
    expect(said('d')).toEqual(['old', 'old']);
  });

  it('reports a deployment whose code is gone, and runs the others', async () => {
    const old = version();
    edit("'old'", "'new'");
    deploy('gone', old);
    deploy('d', version());
    await until(() => answers.length === 3);
    expect(faults).toMatchObject([
      {
        deploymentId: 'gone',
        hook: 'load',
        message: expect.stringContaining(`speaker was deployed as ${old}; that code is no longer installed`),
      },
    ]);
    expect(said('d')).toEqual(['new']);
  });

  it('names the line of a fault from the folder of the strategy on', async () => {
    edit("ctx.log.info('old')", "throw new Error('no')");
    deploy('d', version());
    await until(() => faults.length === 1);
    expect(faults[0]?.message).toBe('no (speaker/src/index.js:10)');
  });

  it('finds the SDK of a build, which names it by its way from elsewhere', async () => {
    edit("'@libs/sdk'", "'../../../../libs/sdk/src/index.js'");
    deploy('d', version());
    await until(() => answers.length + faults.length === 3);
    expect([faults, said('d')]).toEqual([[], ['old']]);
  });

  it('keeps strategies from the code of others', async () => {
    deploy('d', version('neighbour'), 'neighbour');
    const way = `../../../${version('neighbour').slice(-12)}/neighbour/src/index.js`;
    writeFileSync(entry(), `import '${way}';\n${readFileSync(entry(), 'utf8')}`);
    deploy('e', version());
    await until(() => faults.length === 1);
    expect(faults[0]?.message).toContain(`a strategy may import @libs/sdk and its own files, not "${way}"`);
  });
});
