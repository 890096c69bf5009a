import type { Delivery, StrategyAnswer } from '@libs/sdk';
import { decimal } from '@libs/kernel';
import type { Input } from '../core/input';
import { CoreDriver, DEPLOYMENT, market } from '../core/testing/core-driver';
import { canonicalJson } from './canonical-json';
import { EventLogHash } from './event-log-hash';
import { replayRecording } from './replay-recording';
import type { RecordedInput, StrategyRerun } from './replay-recording';
import { replaySteps } from './replay-steps';

/** A session in which a strategy buys, is filled, is stopped. */
function session(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '2' })), 'e1', '2', '100');
  driver.quote('100.9', '101.1');
  driver.settle().trade();
  driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'done' });
  return driver;
}

function record({ inputs, results }: CoreDriver): RecordedInput[] {
  const log = new EventLogHash();
  // Recorded inputs come back from text.
  return inputs.map((input, index) => ({ input: JSON.parse(JSON.stringify(input)) as Input, hash: log.add(input, results[index]!) }));
}

/** Answers as the recording did, in order; `change` alters one of them. */
function rerun(
  driver: CoreDriver,
  change: (answer: StrategyAnswer) => StrategyAnswer = (answer) => answer,
): StrategyRerun & { readonly calls: string[] } {
  const answers = driver.inputs.flatMap(({ body }) => (body.type === 'answer' ? [body.answer] : []));
  const calls: string[] = [];
  return {
    calls,
    load: ({ strategy }, fromStart) => Promise.resolve(void calls.push(`load ${strategy} ${fromStart ? 'new' : 'saved'}`)),
    unload: () => Promise.resolve(void calls.push('unload')),
    deliver: ({ inputSeq, event }: Delivery) => {
      calls.push(event.type);
      return Promise.resolve(change(answers.find(({ upTo }) => upTo === inputSeq)!));
    },
  };
}

describe('canonicalJson', () => {
  it('puts keys in order, writes exact numbers as text and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: decimal('1.50'), c: null }], a: undefined, A: 'ü' })).toBe('{"A":"ü","b":[1,{"c":null,"d":"1.5"}]}');
  });
});

describe('EventLogHash', () => {
  const event = { type: 'SessionStarted', sessionId: 's' } as const;

  it('stands for everything that came before', () => {
    const [one, other] = [new EventLogHash(), new EventLogHash()];
    one.add({ inputSeq: 1 }, { events: [event], effects: [] });
    other.add({ inputSeq: 2 }, { events: [event], effects: [] });
    expect(one.value).not.toBe(other.value);
    expect(one.value).toMatch(/^[0-9a-f]{64}$/);
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
});

describe('replaySteps', () => {
  it('comes to the same hashes as the recording', () => {
    const driver = session();
    expect([...replaySteps(driver.inputs)].map(({ hash }) => hash)).toEqual(record(driver).map(({ hash }) => hash));
  });

  it('begins in the middle from a snapshot', () => {
    const driver = new CoreDriver().running();
    const snapshot = driver.core.snapshot();
    const recorded = record(driver);
    const before = driver.inputs.length;
    driver.trade(market());
    const tail = [...replaySteps(driver.inputs.slice(before), { snapshot, eventHash: recorded.at(-1)!.hash })];
    expect(tail.at(-1)?.hash).toBe(record(driver).at(-1)?.hash);
  });
});

describe('replayRecording', () => {
  it('finds core and strategy identical', async () => {
    const driver = session();
    const strategies = rerun(driver);
    const inputs = record(driver);
    const report = await replayRecording({ inputs, strategies });
    expect(report).toEqual({
      inputs: inputs.length,
      divergedAt: null,
      eventHash: inputs.at(-1)!.hash,
      answers: driver.inputs.filter(({ body }) => body.type === 'answer').length,
      differingAnswers: [],
    });
    expect(strategies.calls.slice(0, 4)).toEqual(['load test new', 'init', 'history', 'start']);
    expect(strategies.calls.at(-1)).toBe('unload');
  });

  it('names the first input after which the event log differs', async () => {
    const driver = session();
    const inputs = record(driver);
    const at = inputs.findIndex(({ input }) => input.body.type === 'report' && input.body.report.kind === 'execution');
    const fill = inputs[at]!;
    inputs[at] = { ...fill, input: JSON.parse(JSON.stringify(fill.input).replace('"price":"100"', '"price":"100.1"')) as Input };
    const report = await replayRecording({ inputs });
    expect(report).toMatchObject({ divergedAt: fill.input.inputSeq, inputs: at + 1 });
  });

  it('names the answers that a strategy would give differently, and in what', async () => {
    const driver = session();
    const last = driver.inputs.flatMap(({ body }) => (body.type === 'answer' ? [body.answer.upTo] : [])).at(-1)!;
    const strategies = rerun(driver, (answer) => (answer.upTo === last ? { ...answer, commands: [market()], stateHash: 'other' } : answer));
    const report = await replayRecording({ inputs: record(driver), strategies });
    expect(report).toMatchObject({
      divergedAt: null,
      differingAnswers: [{ deploymentId: DEPLOYMENT, inputSeq: last, parts: ['commands', 'stateHash'] }],
    });
  });

  it('puts strategies that ran before into their saved state and asks for what they still owed', async () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const start = { snapshot: driver.core.snapshot(), eventHash: record(driver).at(-1)!.hash };
    const before = driver.inputs.length;
    driver.answer([market()]);
    const strategies = rerun(driver);
    const report = await replayRecording({ ...start, inputs: record(driver).slice(before), strategies });
    expect(report).toMatchObject({ divergedAt: null, answers: 1, differingAnswers: [] });
    expect(strategies.calls).toEqual(['load test saved', 'bar']);
  });

  it('reads a recording as it streams in', async () => {
    const inputs = record(session());
    async function* stream(): AsyncGenerator<RecordedInput> {
      for (const item of inputs) yield await Promise.resolve(item);
    }
    expect(await replayRecording({ inputs: stream() })).toMatchObject({ divergedAt: null, inputs: inputs.length });
  });
});
