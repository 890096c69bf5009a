import type { Delivery, StrategyCommand } from '@libs/sdk';
import { ClaimedHost } from './strategy-host';

const cancel = (clientOrderId: string): StrategyCommand => ({ kind: 'cancel', clientOrderId });

describe('a claimed host', () => {
  function heardOf(answers: readonly (readonly [number, readonly StrategyCommand[]])[]): readonly (readonly StrategyCommand[])[] {
    const host = new ClaimedHost({ answers, fault: null }, 'one');
    return [3, 4, 5, 6].map((inputSeq) => host.deliver({ inputSeq } as Delivery).commands);
  }

  it('answers each delivery as the claim says, and nothing to those that it does not name', () => {
    const [a, b, c] = [[cancel('a')], [cancel('b')], [cancel('c')]];
    expect(
      heardOf([
        [1, a],
        [4, b],
        [6, c],
      ]),
    ).toEqual([[], b, [], c]);
  });

  it('does not hear an answer that stands behind a later one', () => {
    const [a, b] = [[cancel('a')], [cancel('b')]];
    expect(
      heardOf([
        [5, a],
        [4, b],
      ]),
    ).toEqual([[], [], a, []]);
  });
});
