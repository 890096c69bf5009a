import type { InputBody } from '@libs/engine';
import { CoreLoop, type Step } from './core-loop';

const fault = (message: string): InputBody => ({ type: 'strategy-fault', deploymentId: 'd', hook: 'onBar', message });

function loop(onStep: (step: Step) => void = () => undefined) {
  const taken: { seq: number; time: number; message: string }[] = [];
  const core = new CoreLoop({
    core: {
      step: ({ inputSeq, marketTime, body }) => {
        if (body.type === 'strategy-fault') taken.push({ seq: inputSeq, time: marketTime, message: body.message });
        return { events: [], effects: [] };
      },
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
