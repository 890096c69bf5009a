import { homeAt } from '../home/home';
import { migrateCommand } from './components';

describe('what a child process is started with', () => {
  const { NODE_COMPILE_CACHE: before } = process.env;

  afterEach(() => {
    if (before === undefined) delete process.env['NODE_COMPILE_CACHE'];
    else process.env['NODE_COMPILE_CACHE'] = before;
  });

  it('is the cache of compiled code of whoever starts it, so that many installations can share one', () => {
    process.env['NODE_COMPILE_CACHE'] = '/shared';
    expect(migrateCommand(homeAt('/data'), 'postgres://x').env['NODE_COMPILE_CACHE']).toBe('/shared');
  });

  it('is otherwise one in the data folder, and no other variable of the environment', () => {
    delete process.env['NODE_COMPILE_CACHE'];
    process.env['BYBIT_API_KEY_LIVE'] = 'secret';
    const { env } = migrateCommand(homeAt('/data'), 'postgres://x');
    delete process.env['BYBIT_API_KEY_LIVE'];
    expect(env).toMatchObject({ NODE_COMPILE_CACHE: '/data/cache/compiled', PLIMSOLL_HOME: '/data', DATABASE_URL: 'postgres://x' });
    expect(env).not.toHaveProperty('BYBIT_API_KEY_LIVE');
  });
});
