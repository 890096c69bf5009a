import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert } from '@libs/alerts';
import { type Logger, wallClock } from '@libs/platform';
import type { JournalFeed } from '../journal/journal-feed';
import type { ApiPorts } from '../ports.module';
import { LiveTrust } from '../trust/live-trust';
import { AlertWebhook } from './alert-webhook';
import { JournalWatch } from './journal-watch';
import { traderWatch } from './trader-watch';
import { trustWatch } from './trust-watch';

export interface AlertSettings {
  readonly ports: ApiPorts;
  /** As the streams of clients follow it. */
  readonly feed: JournalFeed;
  readonly url: string | undefined;
  readonly logger: Logger;
}

/** Sends alerts to the webhook, if there is one; the function ends that. */
export function startAlerts({ ports, feed, url, logger }: AlertSettings): () => Promise<void> {
  if (url === undefined) return () => Promise.resolve();
  const webhook = new AlertWebhook({ url, logger, sleep: (ms, signal) => sleep(ms, undefined, { signal }) });
  const { accounts, journal } = ports;
  const shared = { accounts, send: (alert: Alert) => webhook.send(alert), logger, now: () => wallClock.now() };
  const trust = trustWatch({ ...shared, trust: new LiveTrust(ports.dataTrusts, ports.health, ports.topics) });
  const journals = new JournalWatch({ ...shared, journal, feed });
  const traders = traderWatch({ ...shared, health: ports.health });
  trust.start();
  traders.start();
  journals.start();
  return () => {
    trust.stop();
    traders.stop();
    journals.stop();
    return webhook.close();
  };
}
