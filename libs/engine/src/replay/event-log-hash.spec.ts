import { decimal } from '@libs/kernel';
import type { Input } from '../core/input';
import { TradingCore } from '../core/trading-core';
import { CoreDriver, DEPLOYMENT, market } from '../core/testing/core-driver';
import { canonicalJson } from './canonical-json';
import { EventLogHash } from './event-log-hash';

/** A session in which a strategy buys, is filled, is stopped. */
function session(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '2' })), 'e1', '2', '100');
  driver.quote('100.9', '101.1');
  driver.settle().trade();
  driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'done' });
  return driver;
}

/** The hash after each input, stepped from `core` on. */
function hashes(inputs: readonly Input[], core = TradingCore.create(), log = new EventLogHash()): string[] {
  // Recorded inputs come back from text.
  return inputs.map((input) => log.add(input, core.step(JSON.parse(JSON.stringify(input)) as Input)));
}

describe('EventLogHash', () => {
  const event = { type: 'SessionStarted', sessionId: 's' } as const;

  it('stands for everything that came before', () => {
    const [one, other] = [new EventLogHash(), new EventLogHash()];
    one.add({ inputSeq: 1 }, { events: [event], effects: [] });
    other.add({ inputSeq: 2 }, { events: [event], effects: [] });
    const last = [one, other].map((log) => log.add({ inputSeq: 3 }, { events: [event], effects: [] }));
    expect(last[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(last[0]).not.toBe(last[1]);
  });

  it('goes on from an earlier value as if it had never stopped', () => {
    const whole = new EventLogHash();
    whole.add({ inputSeq: 1 }, { events: [event], effects: [] });
    const continued = new EventLogHash(whole.value);
    expect(continued.add({ inputSeq: 2 }, { events: [event], effects: [] })).toBe(
      whole.add({ inputSeq: 2 }, { events: [event], effects: [] }),
    );
  });

  it('is left as it is by a step that says nothing', () => {
    const log = new EventLogHash();
    expect(log.add({ inputSeq: 1 }, { events: [], effects: [] })).toBe('0'.repeat(64));
  });

  it('comes out the same when a session is stepped again', () => {
    const { inputs, results } = session();
    const log = new EventLogHash();
    expect(hashes(inputs)).toEqual(inputs.map((input, index) => log.add(input, results[index]!)));
  });

  it('comes out the same when a session is stepped again from a snapshot in its middle', () => {
    const driver = new CoreDriver().running();
    const middle = driver.inputs.length;
    const core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.fill(driver.accepted(), 'e1', '1', '100');
    const whole = hashes(driver.inputs);
    expect(hashes(driver.inputs.slice(middle), core, new EventLogHash(whole[middle - 1]))).toEqual(whole.slice(middle));
  });

  it('differs from the first input on that led to something else', () => {
    const { inputs } = session();
    const at = inputs.findIndex(({ body }) => body.type === 'report' && body.report.kind === 'execution');
    const changed = inputs.map((input, index) =>
      index === at ? (JSON.parse(JSON.stringify(input).replace('"price":"100"', '"price":"100.1"')) as Input) : input,
    );
    const [before, after] = [hashes(inputs), hashes(changed)];
    expect(before.findIndex((hash, index) => hash !== after[index])).toBe(at);
  });
});

describe('canonicalJson', () => {
  it('puts keys in order, writes exact numbers as text and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: decimal('1.50'), c: null }], a: undefined, A: 'ü' })).toBe('{"A":"ü","b":[1,{"c":null,"d":"1.5"}]}');
  });
});
