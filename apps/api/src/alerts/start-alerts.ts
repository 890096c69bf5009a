import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, wallClock } from '@libs/platform';
import type { ApiPorts } from '../ports.module';
import { LiveTrust } from '../trust/live-trust';
import { AlertWebhook } from './alert-webhook';
import { TrustWatch } from './trust-watch';

/** Sends alerts to the webhook, if there is one; the function ends that. */
export function startAlerts(ports: ApiPorts, url: string | undefined, logger: Logger): () => Promise<void> {
  if (url === undefined) return () => Promise.resolve();
  const webhook = new AlertWebhook({ url, logger, sleep: (ms, signal) => sleep(ms, undefined, { signal }) });
  const watch = new TrustWatch({
    accounts: ports.accounts,
    trust: new LiveTrust(ports.dataTrusts, ports.health, ports.topics),
    send: (alert) => webhook.send(alert),
    logger,
    now: () => wallClock.now(),
  });
  watch.start();
  return () => {
    watch.stop();
    return webhook.close();
  };
}
