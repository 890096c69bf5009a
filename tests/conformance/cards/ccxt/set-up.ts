import { pro } from 'ccxt';
import { LINEAR, urlsOf } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';

async function otherWays(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const login = { apiKey: keys.apiKey, secret: keys.apiSecret };
  const api = urlsOf(trial.venue);
  const fetchMarkets = { types: ['linear'] };
  const sandbox = new pro.bybit({ ...login, urls: { test: api }, options: { fetchMarkets } });
  sandbox.setSandboxMode(true);
  await sandbox.loadHttpProxyAgent();
  trial.later(() => sandbox.close());
  await sandbox.loadMarkets();
  const { id } = await sandbox.createOrderWs(LINEAR, 'market', 'buy', 0.01);
  trial.holds('as a sandbox, order entry over WebSocket included', id !== undefined && id !== '');
  const demo = new pro.bybit({ ...login, urls: { demotrading: api }, options: { fetchMarkets } });
  demo.enableDemoTrading(true);
  await demo.loadMarkets();
  trial.same('as demo trading', (await demo.fetchPosition(LINEAR)).contracts, 0.01);
  const told = new pro.bybit({
    ...login,
    urls: { api },
    options: { fetchMarkets, enableUnifiedAccount: true, enableUnifiedMargin: false },
  });
  await told.loadMarkets();
  trial.same('told that the account is unified', (await told.fetchBalance())['USDT'] !== undefined, true);
  const synced = new pro.bybit({ ...login, urls: { api }, options: { fetchMarkets, adjustForTimeDifference: true } });
  await synced.loadMarkets();
  trial.near('and with its clock set by the venue', synced.options['timeDifference'], 0, 1_500);
  trial.same('its signatures are good then', Number((await synced.fetchBalance())['USDT']?.total) > 0, true);
}

export const SET_UP: readonly Card[] = [
  {
    id: 'C18',
    client: 'ccxt',
    name: 'is pointed at the simulator in other ways',
    run: otherWays,
    calls: ['setSandboxMode', 'enableDemoTrading', 'loadTimeDifference'],
    expects: [
      ...['as a sandbox, order entry over WebSocket included', 'as demo trading', 'told that the account is unified'],
      ...['and with its clock set by the venue', 'its signatures are good then'],
    ],
  },
];
