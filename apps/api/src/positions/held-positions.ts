import { Inject, Injectable } from '@nestjs/common';
import { LiveMarket } from '../market/live-market';
import { lookStream } from '../streams/look-stream';
import { TopicBoard } from '../streams/topic-board';
import { POSITIONS } from '../tokens';
import { LiveTrust } from '../trust/live-trust';
import type { DataTrust } from '../trust/trust.types';
import type { BookedPosition, Positions } from './positions';
import type { Position } from './positions.types';
import { shownMark } from './shown-mark';

/** Positions as they were booked, with what they are worth at the prices that the account's trader heard last. */
@Injectable()
export class HeldPositions {
  constructor(
    @Inject(POSITIONS) private readonly booked: Positions,
    @Inject(LiveMarket) private readonly market: LiveMarket,
    @Inject(LiveTrust) private readonly trust: LiveTrust,
    @Inject(TopicBoard) private readonly topics: TopicBoard,
  ) {}

  list(accountId: string, byDeployment: boolean): Promise<readonly Position[]> {
    return this.look(accountId, [byDeployment]);
  }

  async withMark(position: BookedPosition): Promise<Position> {
    return this.marked(position, await this.trust.list(position.accountId));
  }

  /** The account's positions and what each deployment holds of them: at once, when one of them changes, and with new prices once a second. */
  stream(accountId: string): AsyncIterableIterator<readonly Position[]> {
    return lookStream(this.topics, { topic: `account.${accountId}.journal`, look: () => this.look(accountId, [false, true]) });
  }

  private async look(accountId: string, byDeployment: readonly boolean[]): Promise<readonly Position[]> {
    const [trusts, ...lists] = await Promise.all([
      this.trust.list(accountId),
      ...byDeployment.map((isShared) => this.booked.list(accountId, isShared)),
    ]);
    return lists.flat().map((position) => this.marked(position, trusts));
  }

  private marked(position: BookedPosition, trusts: readonly DataTrust[]): Position {
    const { accountId, symbol } = position;
    const trust = trusts.find((one) => one.symbol === symbol);
    return { ...position, mark: shownMark(position, { ticker: this.market.lastTicker(accountId, symbol), trust }) };
  }
}
