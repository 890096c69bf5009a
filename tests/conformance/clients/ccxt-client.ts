import { pro } from 'ccxt';
import type { Trial } from '../suite/trial';
import type { Keys } from '../venue/keys';
import { RECV_WINDOW } from '../venue/keys';
import type { Venue } from '../venue/venue';

export type CcxtClient = InstanceType<typeof pro.bybit>;

const loaded = new WeakMap<Venue, Promise<CcxtClient>>();

/** ccxt as it comes, pointed at the venue by its options alone; its markets are loaded once per venue. */
export async function ccxtClient(trial: Trial, keys?: Keys, options: Readonly<Record<string, unknown>> = {}): Promise<CcxtClient> {
  const client = await bareCcxtClient(trial, keys, options);
  client.setMarketsFromExchange(await source(trial));
  return client;
}

function source(trial: Trial): Promise<CcxtClient> {
  const known = loaded.get(trial.venue);
  if (known) return known;
  const fresh = bareCcxtClient(trial).then(async (client) => {
    await client.loadMarkets();
    return client;
  });
  loaded.set(trial.venue, fresh);
  return fresh;
}

export async function bareCcxtClient(trial: Trial, keys?: Keys, options: Readonly<Record<string, unknown>> = {}): Promise<CcxtClient> {
  const api = urlsOf(trial.venue);
  const client = new pro.bybit({
    ...(keys === undefined ? {} : { apiKey: keys.apiKey, secret: keys.apiSecret }),
    urls: { api },
    options: { recvWindow: RECV_WINDOW, ...options },
  });
  // Without an agent 4.5.84 refuses every ws:// address.
  await client.loadHttpProxyAgent();
  trial.later(() => client.close());
  return client;
}

/** What takes the place of ccxt's own addresses. */
export function urlsOf({ restUrl, socketUrl }: Venue): object {
  return {
    public: restUrl,
    private: restUrl,
    ws: {
      public: {
        spot: `${socketUrl}/v5/public/spot`,
        linear: `${socketUrl}/v5/public/linear`,
        inverse: `${socketUrl}/v5/public/inverse`,
        option: `${socketUrl}/v5/public/option`,
      },
      private: { contract: `${socketUrl}/v5/private`, trade: `${socketUrl}/v5/trade` },
    },
  };
}

export const LINEAR = 'BTC/USDT:USDT';
export const SPOT = 'BTC/USDT';
