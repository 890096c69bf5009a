import { RestClientV5, WebsocketAPIClient, WebsocketClient } from 'bybit-api';
import type { Trial } from '../suite/trial';
import { RECV_WINDOW, type Keys } from '../venue/keys';

const SILENT = { trace: (): void => undefined, info: (): void => undefined, error: (): void => undefined };

/** bybit-api as it comes, pointed at the venue by its options alone. */
export function bybitRest(trial: Trial, keys?: Pick<Keys, 'apiKey' | 'apiSecret'>): RestClientV5 {
  const baseUrl = trial.venue.restUrl;
  return new RestClientV5({
    baseUrl,
    parseAPIRateLimits: true,
    recv_window: RECV_WINDOW,
    ...(keys === undefined ? {} : { key: keys.apiKey, secret: keys.apiSecret }),
  });
}

export type StreamPath = '/v5/public/linear' | '/v5/public/spot' | '/v5/private';

/** One client per path, because it takes one address for all its connections. */
export function bybitStream(
  trial: Trial,
  path: StreamPath,
  keys?: Pick<Keys, 'apiKey' | 'apiSecret'>,
  options: Readonly<{ pingInterval?: number; pongTimeout?: number }> = {},
): WebsocketClient {
  const wsUrl = `${trial.venue.socketUrl}${path}`;
  const client = new WebsocketClient(
    { wsUrl, ...options, ...(keys === undefined ? {} : { key: keys.apiKey, secret: keys.apiSecret }) },
    SILENT,
  );
  // An error without a listener would end the process; what went wrong shows in what did not arrive.
  client.on('exception', () => undefined);
  trial.later(() => client.closeAll(true));
  return client;
}

export function bybitOrderEntry(trial: Trial, keys: Pick<Keys, 'apiKey' | 'apiSecret'>): WebsocketAPIClient {
  const wsUrl = `${trial.venue.socketUrl}/v5/trade`;
  const client = new WebsocketAPIClient({ wsUrl, key: keys.apiKey, secret: keys.apiSecret, attachEventListeners: false }, SILENT);
  client.getWSClient().on('exception', () => undefined);
  trial.later(() => client.getWSClient().closeAll(true));
  return client;
}
