import { Inject, Injectable } from '@nestjs/common';
import { TopicBoard } from '../streams/topic-board';
import { valueStream } from '../streams/value-streams';
import { ACCOUNTS } from '../tokens';
import type { Accounts } from './accounts';
import type { AccountValue } from './accounts.types';

/** What accounts are worth now: as the trader last told it, else as the journal last had it. */
@Injectable()
export class LiveValues {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(TopicBoard) private readonly board: TopicBoard,
  ) {}

  async latest(accountId: string): Promise<AccountValue | null> {
    const [told] = this.board.latest(topicOf(accountId));
    return valueOf(told) ?? (await this.accounts.value(accountId));
  }

  stream(accountId: string): AsyncIterableIterator<AccountValue> {
    const latest = async (): Promise<AccountValue | undefined> => (await this.latest(accountId)) ?? undefined;
    return valueStream(this.board, { topic: topicOf(accountId), read: valueOf, latest });
  }
}

function topicOf(accountId: string): string {
  return `account.${accountId}.value`;
}

function valueOf(payload: unknown): AccountValue | undefined {
  if (typeof payload !== 'object' || payload === null || !('equity' in payload)) return undefined;
  const { marketTime, ...value } = payload as Omit<AccountValue, 'marketTime'> & { readonly marketTime: number };
  return { ...value, marketTime: new Date(marketTime) };
}
