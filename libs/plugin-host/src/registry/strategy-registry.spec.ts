import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStrategies } from '@libs/testkit';
import { StrategyRegistry } from './strategy-registry';

const strategies = withStrategies({
  plain: `warmUp: () => 7,`,
  torn: { prelude: 'syntax error here', body: '' },
  endless: { prelude: 'for (;;);', body: '' },
});
const cacheFolder = mkdtempSync(join(tmpdir(), 'registry-'));

afterAll(() => {
  strategies.remove();
  rmSync(cacheFolder, { recursive: true, force: true });
});

describe('StrategyRegistry', () => {
  it('says which deployments have other code than is installed', async () => {
    const own = withStrategies({ plain: '' });
    const registry = new StrategyRegistry({ strategies: own.folder });
    const made = { strategy: 'plain', strategyVersion: (await registry.find('plain'))!.version };
    expect(registry.isOutdated(made)).toBe(false);
    appendFileSync(join(own.folder, 'plain/src/index.js'), '// another\n');
    expect(registry.isOutdated(made)).toBe(true);
    expect(registry.isOutdated({ ...made, strategy: 'gone' })).toBe(false);
    own.remove();
  });

  it('lists what can be deployed, and names what is broken', async () => {
    const { strategies: found, broken } = await new StrategyRegistry({ strategies: strategies.folder, cacheFolder }).list();
    expect(found).toEqual([
      {
        name: 'plain',
        version: expect.stringMatching(/^1\.0\.0\+[0-9a-f]{12}$/) as string,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        title: 'Test',
        description: 'For a test.',
        parameters: [{ name: 'symbol', type: 'symbol', description: 'market', default: 'BTC/USDT' }],
      },
    ]);
    expect(broken).toEqual([
      { name: 'endless', message: 'describe took longer than 5000 ms and was stopped' },
      { name: 'torn', message: expect.stringContaining('Unexpected identifier') as string },
    ]);
  });

  it('keeps descriptions on disk by content, so that a known strategy needs no sandbox', async () => {
    await new StrategyRegistry({ strategies: strategies.folder, cacheFolder }).find('plain');
    const [file] = readdirSync(cacheFolder).filter((name) => name.startsWith('plain-'));
    writeFileSync(
      join(cacheFolder, file!),
      JSON.stringify({ name: 'plain', version: '9.9.9', title: 'kept', description: 'kept', parameters: [] }),
    );
    expect(await new StrategyRegistry({ strategies: strategies.folder, cacheFolder }).find('plain')).toMatchObject({ title: 'kept' });
  });

  it('binds the version to the built files', async () => {
    const registry = new StrategyRegistry({ strategies: strategies.folder });
    const before = await registry.find('plain');
    appendFileSync(join(strategies.folder, 'plain/src/index.js'), '\n');
    const after = await registry.find('plain');
    expect(after?.version).not.toBe(before?.version);
  });

  it('plans a deployment with the strategy itself', async () => {
    const registry = new StrategyRegistry({ strategies: strategies.folder });
    expect(await registry.plan('plain', { symbol: 'ETH/USDT' })).toEqual({
      ok: true,
      plan: { params: { symbol: 'ETH/USDT' }, watches: [{ symbol: 'ETH/USDT', interval: '1m' }], warmUpBars: 7 },
    });
    expect(await registry.plan('plain', { symbol: 'ETH' })).toMatchObject({ ok: false, problems: [{ parameter: 'symbol' }] });
    expect(await registry.plan('plian', {})).toMatchObject({
      ok: false,
      problems: [{ parameter: null, message: expect.stringContaining('There is no strategy "plian". Did you mean plain?') as string }],
    });
  });

  it('knows the bundled strategies', async () => {
    const { strategies: bundled, broken } = await new StrategyRegistry().list();
    expect(bundled.map(({ name }) => name)).toContain('ema-cross');
    expect(broken).toEqual([]);
  });

  it.each(['missing', '../secrets', ''])('finds nothing under %j', async (name) => {
    expect(await new StrategyRegistry({ strategies: strategies.folder }).find(name)).toBeUndefined();
  });
});
