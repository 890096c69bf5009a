import fc from 'fast-check';
import type { StrategyCommand } from '@libs/sdk';
import { AnswerLog } from './answer-log';

const order = fc.record(
  {
    kind: fc.constant('submit' as const),
    symbol: fc.constantFrom('A', 'B'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    type: fc.constantFrom('MARKET' as const, 'MARKET' as const, 'LIMIT' as const),
    quantity: fc.constantFrom('1', '0.25', '10', '0.000001', '12345678901234.5', '1234567890123456789', '00.5', '0.50', '1e3', ''),
    timeInForce: fc.constantFrom('IOC' as const, 'GTC' as const),
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
    tag: fc.constantFrom('', 'in', 'out'),
    more: fc.boolean(),
  },
  { requiredKeys: ['kind', 'symbol', 'side', 'type', 'quantity', 'timeInForce', 'postOnly', 'reduceOnly'] },
);
const cancel = fc.record({ kind: fc.constant('cancel' as const), clientOrderId: fc.string() });
const answers = fc.array(fc.array(fc.oneof({ weight: 4, arbitrary: order }, cancel), { minLength: 1, maxLength: 4 }), { maxLength: 400 });

describe('AnswerLog', () => {
  it('gives back what it was given, whatever the commands', () => {
    fc.assert(
      fc.property(answers, (all) => {
        const log = new AnswerLog();
        const given = all.map((commands, at): [number, readonly StrategyCommand[]] => [3 * at + 1, commands]);
        for (const [inputSeq, commands] of given) log.push(inputSeq, commands);
        expect([...log]).toEqual(given);
        const words = given.flatMap(([inputSeq, commands]) =>
          commands.flatMap((command, at) => (command.kind === 'submit' && command.tag !== undefined ? [[inputSeq, at, command.tag]] : [])),
        );
        expect([...log.words()]).toEqual(words);
      }),
    );
  });

  it('keeps more tags than it numbers', () => {
    const log = new AnswerLog();
    const commandOf = (nth: number): StrategyCommand => ({
      kind: 'submit',
      symbol: 'A',
      side: 'BUY',
      type: 'MARKET',
      quantity: '1',
      timeInForce: 'IOC',
      postOnly: false,
      reduceOnly: false,
      tag: `order ${nth}`,
    });
    for (let nth = 0; nth < 1_500; nth += 1) log.push(nth, [commandOf(nth)]);
    expect([...log].map(([, commands]) => commands)).toEqual(Array.from({ length: 1_500 }, (_, nth) => [commandOf(nth)]));
  });
});
