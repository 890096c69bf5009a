import fc from 'fast-check';
import type { StrategyBar } from '@libs/sdk';
import { expectAgreement } from './agreement';
import { anyBars, endlessMarket } from './series';

const SEED = 20_261_129;
const LONG = 200_000;

export interface OnTrial<Options, State extends object, Output> {
  /** Each is tried on its own; the last one for many bars. */
  readonly options: readonly Options[];
  readonly create: (options: Options) => State;
  readonly update: (state: State, bar: StrategyBar) => Output;
  /** The same results from the definition, from all bars at once and without any state. */
  readonly naive: (bars: readonly StrategyBar[], options: Options) => readonly Output[];
  /** How many bars of history decide a result to nine digits; absent where all of them do. */
  readonly memory?: (options: Options) => number;
  /** What a value may be; said of every result that is not null. */
  readonly holds?: (value: NonNullable<Output>, options: Options) => boolean;
  /** The size of what results are differences of, where they may be near zero. */
  readonly scale?: number;
}

/** What every indicator keeps to: its definition, its own JSON, its bounds, and 200,000 updates without drift. */
export function indicatorTrial<Options, State extends object, Output>(onTrial: OnTrial<Options, State, Output>): void {
  const { options, create, update, naive, memory, holds, scale = 0 } = onTrial;
  const run = (state: State, bars: readonly StrategyBar[]): Output[] => bars.map((bar) => update(state, bar));

  describe.each(options.map((option) => ({ option, text: JSON.stringify(option) ?? 'without options' })))('with $text', ({ option }) => {
    it('gives what its definition gives for the whole series', () => {
      always(anyBars, (bars) => expectAgreement(run(create(option), bars), naive(bars, option), { scale }));
    });

    it('goes on from its own JSON, and from a clone, as if nothing had been', () => {
      always(fc.tuple(anyBars, fc.nat(90)), ([bars, cut]) => {
        const state = create(option);
        run(state, bars.slice(0, cut));
        const text = JSON.stringify(state);
        const copy = JSON.parse(text) as State;
        expect(copy).toStrictEqual(state);
        const clone = structuredClone(state);
        const rest = run(state, bars.slice(cut));
        expect(run(copy, bars.slice(cut))).toStrictEqual(rest);
        expect(run(clone, bars.slice(cut))).toStrictEqual(rest);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(state));
      });
    });

    if (holds) {
      it('keeps within its bounds', () => {
        always(anyBars, (bars) => {
          const broken = run(create(option), bars).filter((value) => value !== null && !holds(value as NonNullable<Output>, option));
          expect(broken).toEqual([]);
        });
      });
    }
  });

  if (memory) {
    it('is as exact after 200,000 bars as after the first ones', () => {
      const option = options.at(-1)!;
      const state = create(option);
      const next = endlessMarket(SEED);
      const recent: StrategyBar[] = [];
      let last = update(state, next());
      for (let n = 1; n < LONG; n += 1) {
        const bar = next();
        last = update(state, bar);
        if (n >= LONG - memory(option)) recent.push(bar);
      }
      expectAgreement([last], naive(recent, option).slice(-1), { scale });
    });
  }
}

function always<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, check), { seed: SEED, numRuns: 100 });
}
