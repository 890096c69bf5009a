import type { TradingState } from '@libs/kernel';
import fc from 'fast-check';
import { TradingCore } from '../trading-core';
import type { CoreDriver } from './core-driver';
import type { LateVenue } from './late-venue';

export type Act =
  | { act: 'fill'; order: number; lots: number }
  | { act: 'read'; count: number }
  | { act: 'price'; price: number }
  | { act: 'pass'; milliseconds: number }
  | { act: 'state'; state: TradingState }
  | { act: 'busy' }
  | { act: 'cut'; order: number };

/** What may happen at a venue whose news come late: fills of up to so many lots, and the market at one of the prices. */
export function lateActs(mostLots: number, prices: readonly number[]): fc.Arbitrary<Act[]> {
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ act: fc.constant('fill' as const), order: fc.nat(5), lots: fc.integer({ min: 1, max: mostLots }) }),
    fc.record({ act: fc.constant('read' as const), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ act: fc.constant('price' as const), price: fc.constantFrom(...prices) }),
    fc.record({ act: fc.constant('pass' as const), milliseconds: fc.constantFrom(1_000, 6_000) }),
    fc.record({ act: fc.constant('busy' as const) }),
    fc.record({ act: fc.constant('cut' as const), order: fc.nat(5) }),
    fc.record({ act: fc.constant('state' as const), state: fc.constantFrom('ACTIVE' as const, 'REDUCING' as const, 'HALTED' as const) }),
  );
  return fc.array(act, { maxLength: 40, size: 'max' });
}

/** Answers every delivery with nothing, and has the venue take what comes of it. */
export function settle(driver: CoreDriver, venue: LateVenue): void {
  for (let owed = driver.core.outstanding(); owed.length > 0; owed = driver.core.outstanding()) {
    driver.answer([], owed[0]!.deploymentId);
    venue.take(driver.last.effects);
  }
}

/** Hears of all that has happened, and lets the pauses pass after what was lost. */
export function hearAll(driver: CoreDriver, venue: LateVenue): void {
  do while (venue.read()) settle(driver, venue);
  while (passPause(driver, venue));
}

function passPause(driver: CoreDriver, venue: LateVenue): boolean {
  const due = driver.core.nextTimer();
  if (!due?.name.startsWith('pause ')) return false;
  pass(driver, venue, due.at - driver.core.progress().marketTime);
  settle(driver, venue);
  return true;
}

function pass(driver: CoreDriver, venue: LateVenue, milliseconds: number): void {
  const before = driver.results.length;
  driver.pass(milliseconds);
  for (const { effects } of driver.results.slice(before)) venue.take(effects);
}

export function setState(driver: CoreDriver, venue: LateVenue, state: TradingState): void {
  driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
  venue.take(driver.last.effects);
}

/** The same inputs give the same again, even to a core that goes on from a snapshot half way. */
export function replays({ inputs, results }: CoreDriver): void {
  let core = TradingCore.create();
  inputs.forEach((input, index) => {
    if (index === Math.floor(inputs.length / 2)) core = TradingCore.restore(JSON.parse(JSON.stringify(core.snapshot())));
    expect(JSON.stringify(core.step(input))).toBe(JSON.stringify(results[index]));
  });
}

/** Only a venue that cuts keeps a stop that goes beside an order in doubt from selling too much, so without `cuts` no more than pauses pass. */
export function play(driver: CoreDriver, venue: LateVenue, { script, cuts }: { script: readonly Act[]; cuts: boolean }): void {
  for (const step of script) {
    if (step.act === 'fill') venue.fill(step.order, step.lots);
    else if (step.act === 'price') {
      driver.quote(String(step.price), String(step.price));
      venue.take(driver.last.effects);
    } else if (step.act === 'state') setState(driver, venue, step.state);
    else if (step.act === 'busy') venue.isBusy = true;
    else if (step.act === 'cut') venue.cut(step.order);
    else if (step.act === 'pass') {
      if (cuts) pass(driver, venue, step.milliseconds);
      else passPause(driver, venue);
    } else for (let n = 0; n < step.count; n += 1) venue.read();
    settle(driver, venue);
    expect(venue.position).toBeGreaterThanOrEqual(0);
  }
}
