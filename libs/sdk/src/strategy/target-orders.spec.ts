import fc from 'fast-check';
import { Decimal, decimal } from '@libs/kernel';
import type { StrategyCommand } from './protocol';
import { approachTarget } from './target-orders';
import type { Standing } from './target-orders';

const LOT = { lotSize: '0.01', minQuantity: '0.02', minNotional: '5' };
const order = (side: 'BUY' | 'SELL', leaves: string, clientOrderId = `${side} ${leaves}`) => ({
  clientOrderId,
  symbol: 'X',
  side,
  leaves,
});
const standing = (held: string, ...open: Standing['open'][number][]): Standing => ({ symbol: 'X', held, open, ...LOT, price: 100 });

/** Each command in a word. */
const words = (commands: readonly StrategyCommand[]): string[] =>
  commands.map((command) => {
    if (command.kind === 'cancel') return `cancel ${command.clientOrderId}`;
    if (command.kind !== 'submit') return command.kind;
    return `${command.side} ${command.quantity}${command.reduceOnly ? ' reduce' : ''}${command.price ? ` at ${command.price}` : ''}`;
  });
const approach = (from: Standing, wanted: string, options = {}) => words(approachTarget(from, decimal(wanted), options));

describe('approachTarget', () => {
  it.each<[string, Standing, string, string[]]>([
    ['opens from flat', standing('0'), '1.5', ['BUY 1.5']],
    ['adds what is missing', standing('1'), '1.5', ['BUY 0.5']],
    ['does nothing where it is', standing('1.5'), '1.5', []],
    ['reduces with reduce-only', standing('1.5'), '1', ['SELL 0.5 reduce']],
    ['closes a short', standing('-2'), '0', ['BUY 2 reduce']],
    ['turns with an exit and an entry', standing('1'), '-2', ['SELL 1 reduce', 'SELL 2']],
    ['counts what is open towards it', standing('0', order('BUY', '1')), '1.5', ['BUY 0.5']],
    ['waits for what is open', standing('0', order('BUY', '1.5')), '1.5', []],
    ['cancels what leads away, and sends what is missing', standing('1', order('SELL', '1')), '1.5', ['cancel SELL 1', 'BUY 0.5']],
    [
      'cancels all that is open where it stands right',
      standing('1', order('SELL', '1'), order('BUY', '2')),
      '1',
      ['cancel SELL 1', 'cancel BUY 2'],
    ],
    ['cancels what is too much, and looks again later', standing('1', order('BUY', '2')), '2', ['cancel BUY 2']],
    ['counts an exit that is open', standing('2', order('SELL', '1.5')), '-1', ['SELL 0.5 reduce', 'SELL 1']],
    ['leaves less than a lot', standing('0.995'), '1', []],
    ['leaves an entry below the least quantity', standing('1'), '1.01', []],
    ['leaves an entry below the least value', standing('0'), '0.04', []],
    ['closes a rest below the minima', standing('0.01'), '0', ['SELL 0.01 reduce']],
    ['takes over from a bracket: first its exit goes', standing('2', { ...order('SELL', '2'), bracket: 'e' }), '0', ['cancel SELL 2']],
    ['leaves a bracket alone where it stands', standing('2', { ...order('SELL', '2'), bracket: 'e' }), '2', []],
  ])('%s', (_, from, wanted, expected) => expect(approach(from, wanted)).toEqual(expected));

  it('judges the value of a limit at its own price', () => {
    expect(approach(standing('0'), '0.04', { price: '200' })).toEqual(['BUY 0.04 at 200']);
  });

  it('arrives whatever fills, and how much of it, when it is asked again', () => {
    const lots = fc.integer({ min: -300, max: 300 });
    const shares = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.boolean()), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(lots, lots, shares, (start, target, steps) => {
        const unit = decimal('0.01');
        let held = unit.times(Decimal.fromNumber(start));
        const wanted = unit.times(Decimal.fromNumber(target));
        let open: Standing['open'][number][] = [];
        let id = 0;
        for (const [quarter, cancelsFirst] of [...steps, ...Array.from({ length: 4 }, () => [4, true] as const)]) {
          const commands = approachTarget(standing(held.toString(), ...open), wanted, {});
          const gone = new Set(commands.flatMap((command) => (command.kind === 'cancel' ? [command.clientOrderId] : [])));
          if (cancelsFirst) open = open.filter(({ clientOrderId }) => !gone.has(clientOrderId));
          for (const command of commands) if (command.kind === 'submit') open.push(order(command.side, command.quantity, `o${(id += 1)}`));
          // Each order fills in part; what was cancelled too late is gone after that.
          open = open.flatMap((one) => {
            const filled = decimal(one.leaves)
              .times(decimal(String(quarter / 4)))
              .toMultipleOf(unit, 'DOWN');
            held = one.side === 'BUY' ? held.plus(filled) : held.minus(filled);
            const leaves = decimal(one.leaves).minus(filled);
            return leaves.isZero || gone.has(one.clientOrderId) ? [] : [{ ...one, leaves: leaves.toString() }];
          });
        }
        // Only an entry below the minima is left undone: 5 at 100 are 0.05.
        expect(wanted.minus(held).abs().lt(decimal('0.05'))).toBe(true);
        if (wanted.isZero) expect(held.isZero).toBe(true);
      }),
    );
  });
});
