import type { Member } from './member';

const SHORTEST = 1_000;
/** Requests that a poll may take: closed bars ask for the time first. */
const REQUESTS = 2;

/** How often polled subscriptions are asked for: all of them in turn within the venue's rate limit, and never faster than each second. */
export class PollPace {
  polled = 0;

  constructor(private readonly member: Member) {}

  get ms(): number {
    return Math.max(SHORTEST, this.member.rateLimit * REQUESTS * this.polled);
  }
}
