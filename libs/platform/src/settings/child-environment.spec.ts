import { readExecutorEnvironment, readSimulatorEnvironment, readTraderEnvironment } from './child-environment';
import { SettingsError } from './settings-error';

const stores = { PLIMSOLL_HOME: '/home', DATABASE_URL: 'postgres://u@h/d' };

describe('child environments', () => {
  it('reads what a trader is given', () => {
    const env = { ...stores, PLIMSOLL_ACCOUNT_ID: 'a', PLIMSOLL_VENUE_URL: 'http://127.0.0.1:1' };
    expect(readTraderEnvironment(env)).toEqual({
      home: '/home',
      databaseUrl: 'postgres://u@h/d',
      accountId: 'a',
      venueUrl: 'http://127.0.0.1:1',
      reconnectDelaySeconds: 5,
    });
  });

  it.each([
    'https://api.bybit.com',
    'http://api.bybit.com',
    'https://127.0.0.1:1',
    'http://127.0.0.1@api.bybit.com',
    'http://key:secret@127.0.0.1:1',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1:9080',
    '127.0.0.1:9080',
  ])('keeps paper away from %s', (venueUrl) => {
    const env = {
      ...stores,
      PLIMSOLL_ACCOUNT_ID: 'a',
      PLIMSOLL_VENUE_ACCOUNT_ID: 'v',
      PLIMSOLL_VENUE_KEY: 'k',
      PLIMSOLL_VENUE_SECRET: 's',
      PLIMSOLL_VENUE_URL: venueUrl,
    };
    for (const read of [readTraderEnvironment, readExecutorEnvironment]) {
      expect(() => read(env)).toThrow(SettingsError);
      expect(() => read(env)).toThrow(/^PLIMSOLL_VENUE_URL is ".*"; it must be the exchange simulator of this machine/);
    }
  });

  it.each(['http://127.0.0.1:9080', 'http://[::1]:9080', 'http://localhost:9080'])('lets paper speak to %s', (venueUrl) => {
    expect(readTraderEnvironment({ ...stores, PLIMSOLL_ACCOUNT_ID: 'a', PLIMSOLL_VENUE_URL: venueUrl }).venueUrl).toBe(venueUrl);
  });

  it('names what an executor misses', () => {
    expect(() => readExecutorEnvironment({ ...stores, PLIMSOLL_ACCOUNT_ID: 'a' })).toThrow('PLIMSOLL_VENUE_ACCOUNT_ID is missing');
  });

  it('reads the source of the simulator and refuses one it does not know', () => {
    const env = { ...stores, PLIMSOLL_SIMULATOR_TOKEN: 't' };
    const generated = '{"kind":"generated","seed":1,"speed":60}';
    expect(readSimulatorEnvironment({ ...env, PLIMSOLL_SIMULATOR_SOURCE: generated }).source).toEqual({
      kind: 'generated',
      seed: 1,
      speed: 60,
    });
    expect(() => readSimulatorEnvironment({ ...env, PLIMSOLL_SIMULATOR_SOURCE: '{"kind":"dream"}' })).toThrow(
      'PLIMSOLL_SIMULATOR_SOURCE is',
    );
  });
});
