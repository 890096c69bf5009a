import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert } from '@libs/alerts';
import { type Logger, wallClock } from '@libs/platform';
import type { ApiPorts } from '../ports.module';
import { LiveTrust } from '../trust/live-trust';
import { AlertWebhook } from './alert-webhook';
import { StopWatch } from './stop-watch';
import { TrustWatch } from './trust-watch';

/** Sends alerts to the webhook, if there is one; the function ends that. */
export function startAlerts(ports: ApiPorts, url: string | undefined, logger: Logger): () => Promise<void> {
  if (url === undefined) return () => Promise.resolve();
  const webhook = new AlertWebhook({ url, logger, sleep: (ms, signal) => sleep(ms, undefined, { signal }) });
  const { accounts, journal } = ports;
  const shared = { accounts, send: (alert: Alert) => webhook.send(alert), logger, now: () => wallClock.now() };
  const trust = new TrustWatch({ ...shared, trust: new LiveTrust(ports.dataTrusts, ports.health, ports.topics) });
  const stops = new StopWatch({ ...shared, journal });
  trust.start();
  stops.start();
  return () => {
    trust.stop();
    stops.stop();
    return webhook.close();
  };
}
