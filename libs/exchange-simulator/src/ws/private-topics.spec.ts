import { checkPrivateTopics, hearsAnyOf, heardAs } from './private-topics';

describe('private topics', () => {
  it.each([
    [['order', 'execution', 'execution.fast', 'position', 'wallet', 'greeks', 'dcp'], []],
    [['order.linear', 'order.spot', 'execution.fast.linear', 'position.inverse', 'dcp.future', 'dcp.spot'], []],
    [['order', 'order.linear'], ['order.linear']],
    [['execution.spot', 'execution'], ['execution']],
    // The fast stream is a topic of its own.
    [['execution', 'execution.fast.linear'], []],
    [
      ['position.spot', 'wallet.linear', 'ticketInfo', 'order'],
      ['position.spot', 'wallet.linear', 'ticketInfo'],
    ],
  ])('of %j refuse %j', (names, bad) => {
    expect(checkPrivateTopics(names)).toEqual({ good: names.filter((name) => !bad.includes(name)), bad });
  });

  it('are worth rendering when any part of them is heard', () => {
    expect([hearsAnyOf(new Set(['order']), 'order'), hearsAnyOf(new Set(['order.spot']), 'order')]).toEqual([true, true]);
    expect([hearsAnyOf(new Set(['execution']), 'order'), hearsAnyOf(new Set(['execution.fast']), 'execution')]).toEqual([false, false]);
  });

  it('are heard whole or by category', () => {
    expect(heardAs(new Set(['order']), 'order', 'spot')).toBe('order');
    expect(heardAs(new Set(['order.linear']), 'order', 'linear')).toBe('order.linear');
    expect(heardAs(new Set(['order.linear']), 'order', 'spot')).toBeUndefined();
    expect(heardAs(new Set(['execution']), 'execution.fast', 'linear')).toBeUndefined();
  });
});
