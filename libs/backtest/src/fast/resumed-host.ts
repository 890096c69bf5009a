import type { Delivery, Outcome, StrategyAnswer, StrategyContext } from '@libs/sdk';
import { ClaimedHost } from '../run/strategy-host';
import type { BarShown, LiveHost, StrategyHost } from '../run/strategy-host';

/** Restarts a run for a strategy in the middle of it: repeats the recorded answers, then queries the strategy again. */
export class ResumedHost implements StrategyHost {
  private readonly past: ClaimedHost;
  private readonly upTo: number;

  constructor(
    private readonly live: LiveHost,
    deploymentId: string,
  ) {
    this.past = new ClaimedHost(live.claim, deploymentId);
    this.upTo = live.upTo;
  }

  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome {
    return this.at(inputSeq).showBar(bar, context, inputSeq);
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.at(inputSeq).answerOf(inputSeq, outcome);
  }

  deliver(delivery: Delivery): StrategyAnswer {
    return this.at(delivery.inputSeq).deliver(delivery);
  }

  check(inputSeq: number): void {
    this.at(inputSeq).check(inputSeq);
  }

  private at(inputSeq: number): StrategyHost {
    return inputSeq <= this.upTo ? this.past : this.live;
  }
}
