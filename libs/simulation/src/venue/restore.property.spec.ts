import fc from 'fast-check';
import { COIN, CONTRACT } from '../testing/floor';
import { OWNERS, Play, steps } from '../testing/play';
import { restarted } from '../testing/restarted';

describe('a venue that was put back', () => {
  it('goes on exactly as it would have gone on', () => {
    fc.assert(
      fc.property(steps, steps, fc.boolean(), (before, after, spot) => {
        const stayed = new Play(spot ? COIN : CONTRACT, before);
        stayed.standStill();
        const back = new Play(stayed.floor.instrument, []);
        back.floor = restarted(stayed.floor, stayed.floor.market.mark);
        back.middle = stayed.middle;
        expect(back.floor.venue.drain()).toEqual([]);
        for (const play of [stayed, back]) play.changes.length = 0;
        stayed.go(after);
        back.go(after);
        expect(back.changes).toEqual(stayed.changes);
        for (const id of OWNERS) {
          const [mine, theirs] = [back.floor.account(id), stayed.floor.account(id)];
          expect(new Map([...mine.balances].filter(([, amount]) => !amount.isZero))).toEqual(
            new Map([...theirs.balances].filter(([, amount]) => !amount.isZero)),
          );
        }
      }),
      // Two runs of a hundred steps are long to shrink; the seed of a failure tells enough.
      { numRuns: 60, endOnFailure: true },
    );
  });
});
