import { readExecutorEnvironment, readSimulatorEnvironment, readTraderEnvironment } from './child-environment';

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
