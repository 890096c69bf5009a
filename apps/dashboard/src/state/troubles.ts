import type { Account, ComponentHealth, Deployment, PlatformStatus } from '@libs/client';
import { DEPLOYMENT, HEALTH, readable } from '../format/words';
import type { Word } from '../format/words';

/** A problem in words, with the page and panel that show more. */
export interface Trouble {
  readonly word: Word;
  readonly to: string;
  readonly panel: string;
}

export interface Known {
  readonly status: PlatformStatus;
  readonly deployments: readonly Deployment[];
  readonly accounts: readonly Account[];
}

/** Current problems, the worst first. */
export function troublesOf({ status, deployments, accounts }: Known): readonly Trouble[] {
  const place = (accountId: string | null): string => {
    const account = accounts.length > 1 ? accounts.find(({ id }) => id === accountId) : undefined;
    return account ? ` on ${account.name}` : '';
  };
  const isOpen = ({ accountId }: Deployment): boolean => accounts.find(({ id }) => id === accountId)?.status !== 'DISABLED';
  const faulted = deployments.filter((deployment) => deployment.status === 'FAULTED' && isOpen(deployment));
  const troubles = [
    ...faulted.map((deployment) => faultOf(deployment, place(deployment.accountId))),
    ...status.components.filter((health) => health.status !== 'OK').map((health) => illnessOf(health, place(health.accountId))),
  ];
  return troubles.toSorted((one, other) => Number(other.word.tone === 'bad') - Number(one.word.tone === 'bad'));
}

function faultOf({ id, accountId, strategy, reason }: Deployment, place: string): Trouble {
  const { label, tone, meaning } = DEPLOYMENT.FAULTED;
  return {
    word: { label: `${strategy} ${label.toLowerCase()}${place}`, tone, meaning: reason ? `${meaning}: ${reason}` : meaning },
    to: `/?deployment=${id}#account=${encodeURIComponent(accountId)}`,
    panel: 'strategy',
  };
}

function illnessOf({ component, status, reason }: ComponentHealth, place: string): Trouble {
  const { label, tone, meaning } = HEALTH[status];
  return {
    word: { label: `${readable(component)} ${label.toLowerCase()}${place}`, tone, meaning: reason ?? meaning },
    to: '/',
    panel: 'health',
  };
}
