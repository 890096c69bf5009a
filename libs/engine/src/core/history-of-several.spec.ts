import type { StrategyEvent } from '@libs/sdk';
import { ACCOUNT, CoreDriver, DEPLOYMENT, MANUAL, PERP, bar, terms } from './testing/core-driver';

type History = Extract<StrategyEvent, { readonly type: 'history' }>;

/** A deployment that watches bars of one and of five minutes. */
class Several extends CoreDriver {
  deployed(): this {
    this.at(10).session();
    this.instrument();
    this.operator({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL });
    this.reconciled();
    this.trust();
    this.quote('99.9', '100.1');
    const watches = [
      { symbol: PERP, interval: '1m' },
      { symbol: PERP, interval: '5m' },
    ] as const;
    this.operator({ kind: 'deploy', terms: terms({ watches }) });
    return this;
  }

  warm(): this {
    this.history(8, 9);
    this.fives(0, 5);
    return this;
  }

  restarted(): this {
    this.at(20).session('s2');
    this.reconciled();
    this.trust();
    return this;
  }

  fives(...minutes: number[]): void {
    this.step({ type: 'history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '5m', bars: minutes.map((n) => bar(n)) });
  }

  /** What the strategy was told so far, without words about trust. */
  told(): string[] {
    this.settle();
    const events = this.results.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.event] : [])),
    );
    return events.flatMap((event) => {
      if (event.type === 'history') return [seriesOf(event)];
      if (event.type === 'bar') return [`bar ${event.bar.start / 60_000}`];
      return event.type === 'trust' ? [] : [event.type];
    });
  }
}

function seriesOf({ beside = [], ...first }: History): string {
  return [first, ...beside].map(({ interval, bars }) => `${interval} ${bars.map(({ start }) => start / 60_000).join()}`).join(' + ');
}

describe('the past of several kinds of bars', () => {
  it.each(['1m', '5m'])('is told at once, whichever answer comes first: %s', (first) => {
    const driver = new Several().deployed();
    if (first === '5m') driver.fives(0, 5);
    driver.history(8, 9);
    if (first === '1m') driver.fives(0, 5);
    expect(driver.told()).toEqual(['init', '1m 8,9 + 5m 0,5', 'start']);
  });

  it('comes before anything live of either', () => {
    const driver = new Several().deployed();
    driver.history(8, 9);
    driver.liveBar(10);
    driver.fives(0, 5);
    expect(driver.told()).toEqual(['init', '1m 8,9 + 5m 0,5', 'start', 'bar 10']);
  });

  it('is told at once where it passed while the platform was down', () => {
    const driver = new Several().deployed().warm();
    const before = driver.told().length;
    driver.restarted().history(18, 19);
    driver.fives(10, 15);
    expect(driver.told().slice(before)).toEqual(['1m 18,19 + 5m 10,15']);
  });

  it('is waited for no longer than a bar by a strategy that trades already', () => {
    const driver = new Several().deployed().warm();
    const before = driver.told().length;
    driver.restarted().history(18, 19);
    expect(driver.told()).toHaveLength(before);
    driver.liveBar(20);
    driver.fives(10, 15);
    expect(driver.told().slice(before)).toEqual(['1m 18,19', 'bar 20', '5m 10,15']);
  });

  it('is asked for and told alone where one has a hole', () => {
    const driver = new Several().deployed().warm();
    const before = driver.told().length;
    driver.liveBar(12);
    driver.history(10, 11, 12);
    expect(driver.told().slice(before)).toEqual(['1m 10,11', 'bar 12']);
  });
});
