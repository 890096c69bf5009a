import { Inject, Injectable } from '@nestjs/common';
import type { CoreEvent } from '@libs/engine';
import type { JournalItem } from '@libs/persistence';
import type { Accounts } from '../accounts/accounts';
import type { Deployments } from '../deployments/deployments';
import { HeldPositions } from '../positions/held-positions';
import { JournalFeed, cursorOf, parseCursor } from '../journal/journal-feed';
import { UnknownSubject } from '../results/unknown-subject';
import { abortableStream } from '../streams/abortable-stream';
import { ACCOUNTS, DEPLOYMENTS } from '../tokens';
import { fillOf, orderOf, positionOf } from './journal-items';
import type { DeploymentUpdate, FillUpdate, OrderUpdate, PositionUpdate } from './subscriptions.types';

type Stream<T> = Promise<AsyncIterableIterator<T>>;
type Cursor = string | null | undefined;

/** Facts of an account in journal order; each carries the cursor that resumes after it. */
@Injectable()
export class JournalStreams {
  constructor(
    @Inject(JournalFeed) private readonly feed: JournalFeed,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(HeldPositions) private readonly held: HeldPositions,
  ) {}

  orders(accountId: string, after: Cursor): Stream<OrderUpdate> {
    return this.open(accountId, after, ['OrderChanged'], (item) => ({ cursor: cursorOf(item.seq), order: orderOf(accountId, item) }));
  }

  fills(accountId: string, after: Cursor): Stream<FillUpdate> {
    return this.open(accountId, after, ['FillRecorded'], (item) => ({ cursor: cursorOf(item.seq), fill: fillOf(accountId, item) }));
  }

  positions(accountId: string, after: Cursor): Stream<PositionUpdate> {
    return this.open(accountId, after, ['PositionChanged'], async (item) => ({
      cursor: cursorOf(item.seq),
      position: await this.held.withMark(positionOf(accountId, item)),
    }));
  }

  deploymentChanges(accountId: string, after: Cursor): Stream<DeploymentUpdate> {
    const types = ['DeploymentStarted', 'DeploymentWarmedUp', 'DeploymentStopped', 'FaultDismissed'] as const;
    return this.open(accountId, after, types, async (item) => {
      const deployment = await this.deployments.find(deploymentIdOf(item));
      return deployment ? { cursor: cursorOf(item.seq), deployment } : null;
    });
  }

  private async open<T, Type extends CoreEvent['type']>(
    accountId: string,
    cursor: Cursor,
    types: readonly Type[],
    map: (item: JournalItem<Type>) => T | null | Promise<T | null>,
  ): Stream<T> {
    const after = parseCursor(cursor);
    if (!(await this.accounts.find(accountId))) throw new UnknownSubject('account', accountId);
    const { feed } = this;
    return abortableStream(async function* (signal) {
      for await (const item of feed.follow({ accountId, types, after, signal })) {
        const update = await map(item);
        if (update !== null) yield update;
      }
    });
  }
}

function deploymentIdOf({
  event,
}: JournalItem<'DeploymentStarted' | 'DeploymentWarmedUp' | 'DeploymentStopped' | 'FaultDismissed'>): string {
  return 'terms' in event ? event.terms.deploymentId : event.deploymentId;
}
