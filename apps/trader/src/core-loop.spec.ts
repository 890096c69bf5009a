import type { DueTimer, InputBody } from '@libs/engine';
import { CoreLoop, type Step } from './core-loop';

const fault = (message: string): InputBody => ({ type: 'strategy-fault', deploymentId: 'd', hook: 'onBar', message });

const due = (name: string, at: number): DueTimer => ({ deploymentId: 'd', name, at });

function loop(onStep: (step: Step) => void = () => undefined, timers: DueTimer[] = []) {
  const taken: { seq: number; time: number; message: string }[] = [];
  const core = new CoreLoop({
    core: {
      step: ({ inputSeq, marketTime, body }) => {
        if (body.type === 'strategy-fault') taken.push({ seq: inputSeq, time: marketTime, message: body.message });
        if (body.type === 'timer') {
          taken.push({ seq: inputSeq, time: marketTime, message: body.name });
          timers.shift();
        }
        return { events: [], effects: [] };
      },
      nextTimer: () => timers[0] ?? null,
    },
    inputSeq: 10,
    marketTime: 1_000,
    wallClock: () => 5,
    onStep,
  });
  return { core, taken };
}

describe('CoreLoop', () => {
  it('numbers inputs on from where it stands', () => {
    const { core, taken } = loop();
    core.feed(fault('a'), 1_001);
    core.feed(fault('b'), 1_002);
    expect(taken.map(({ seq }) => seq)).toEqual([11, 12]);
  });

  it('never lets market time fall', () => {
    const { core, taken } = loop();
    core.feed(fault('a'), 2_000);
    core.feed(fault('late'), 1_500);
    expect(taken.map(({ time }) => time)).toEqual([2_000, 2_000]);
  });

  it('feeds a timer, stamped with its due time, before the first input that reaches it', () => {
    const { core, taken } = loop(undefined, [due('first', 1_500), due('second', 2_000), due('later', 2_001)]);
    core.feed(fault('a'), 1_499);
    core.feed(fault('b'), 2_000);
    expect(taken.map(({ message, time }) => `${message} ${time}`)).toEqual(['a 1499', 'first 1500', 'second 2000', 'b 2000']);
    expect(taken.map(({ seq }) => seq)).toEqual([11, 12, 13, 14]);
  });

  it('feeds timers when time passes and nothing comes', () => {
    const { core, taken } = loop(undefined, [due('first', 1_500), due('second', 2_500)]);
    core.pass(1_499);
    expect(taken).toEqual([]);
    core.pass(2_000);
    expect(taken.map(({ message, time }) => `${message} ${time}`)).toEqual(['first 1500']);
    expect(core.marketTime).toBe(1_500);
  });

  it('takes an input that a step causes after that step is over', () => {
    const order: string[] = [];
    const { core } = loop(({ input }) => {
      order.push(`begin ${input.inputSeq}`);
      if (input.inputSeq === 11) core.feed(fault('answer'));
      order.push(`end ${input.inputSeq}`);
    });
    core.feed(fault('first'));
    expect(order).toEqual(['begin 11', 'end 11', 'begin 12', 'end 12']);
  });
});
