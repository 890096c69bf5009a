import { SETTING_ROWS } from './settings-table';
import { loadSettings } from './load-settings';

const load = (env: Record<string, string>): ReturnType<typeof loadSettings> => loadSettings(env, { cwd: '/here' });

describe('loadSettings', () => {
  it('gives every setting its documented default', () => {
    expect(load({})).toEqual({
      tradingMode: 'paper',
      bybitEnvironment: 'mainnet',
      websocketReconnectDelay: 5,
      maxPositionSize: '0.1',
      enableKillSwitch: true,
      dashboardPort: 8080,
      home: '/here/.plimsoll',
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(load({}))).toBe(true);
  });

  it('takes an empty variable for an unset one', () => {
    expect(load({ DATABASE_URL: '', DASHBOARD_PORT: ' ' }).dashboardPort).toBe(8080);
  });

  it('leaves variables of other programs alone', () => {
    expect(() => load({ PATH: '/bin', EDITOR: 'vi' })).not.toThrow();
  });

  it.each([
    ['DASHBOARD_PORT', '80x', 'DASHBOARD_PORT is "80x"; it must be 0 to 65535, 0 takes any free one.'],
    ['DASHBOARD_PORT', '65536', 'DASHBOARD_PORT is "65536"; it must be 0 to 65535, 0 takes any free one.'],
    ['MAX_POSITION_SIZE', '0', 'MAX_POSITION_SIZE is "0"; it must be above 0, at most 1.'],
    ['MAX_POSITION_SIZE', '1.01', 'MAX_POSITION_SIZE is "1.01"; it must be above 0, at most 1.'],
    ['MAX_POSITION_SIZE', '1e-1', 'MAX_POSITION_SIZE is "1e-1"; it must be above 0, at most 1.'],
    ['TRADING_MODE', 'Paper', 'TRADING_MODE is "Paper"; it must be paper, live or hybrid.'],
    ['EXCHANGE', 'kraken', 'EXCHANGE is "kraken"; it must be bybit, or empty.'],
    ['WEBSOCKET_RECONNECT_DELAY', '61', 'WEBSOCKET_RECONNECT_DELAY is "61"; it must be 0.1 to 60.'],
    ['DATABASE_URL', 'mysql://u:hunter2@h/d', 'DATABASE_URL is not usable; it must be a postgres or postgresql URL.'],
  ])('refuses %s=%s in one sentence', (name, value, sentence) => {
    expect(() => load({ [name]: value })).toThrow(sentence);
  });

  it('refuses an unknown key of its own prefix', () => {
    expect(() => load({ PLIMSOLL_HOEM: '/x' })).toThrow('PLIMSOLL_HOEM="/x" is not a setting; unset it');
  });

  it('refuses an internal name from outside unless the command takes it', () => {
    expect(() => load({ PLIMSOLL_VENUE_URL: 'http://x' })).toThrow('PLIMSOLL_VENUE_URL="http://x" is set by the launcher');
    expect(() => loadSettings({ PLIMSOLL_SIMULATOR_URL: 'http://x' }, { allow: ['PLIMSOLL_SIMULATOR_URL'] })).not.toThrow();
  });

  it('refuses half a key without showing the other half', () => {
    expect(() => load({ BYBIT_API_KEY_LIVE: 'abc' })).toThrow('BYBIT_API_SECRET_LIVE is empty while BYBIT_API_KEY_LIVE is set');
  });

  it('refuses to disarm automatic triggers for live trading', () => {
    expect(() => load({ TRADING_MODE: 'live', ENABLE_KILL_SWITCH: 'false' })).toThrow('ENABLE_KILL_SWITCH is "false"');
  });
});

describe('the settings table', () => {
  it('has a default that passes its own check, or none', () => {
    for (const row of SETTING_ROWS) expect(() => load(row.default ? { [row.name]: row.default } : {})).not.toThrow();
  });
});
