import { CoreDriver, DEPLOYMENT, OTHER, PERP, market, terms, words } from './testing/core-driver';
import { decodeClientOrderId } from '@libs/kernel';

const denials = ({ last }: CoreDriver): string[] =>
  last.events.flatMap((event) => (event.type === 'OrderChanged' && event.denial ? [event.denial.code] : []));

describe('an answer', () => {
  it('names its orders after the delivery it answers', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const delivery = driver.core.outstanding()[0]!;
    driver.trust();
    driver.quote('99.9', '100.1');
    const { events } = driver.answer([market(), market({ quantity: '2' })]);
    const ids = events.flatMap((event) =>
      event.type === 'OrderChanged' && event.change === 'Submitted' ? [event.order.clientOrderId] : [],
    );
    expect(ids.map(decodeClientOrderId)).toEqual([
      { deploymentId: DEPLOYMENT, inputSeq: delivery.inputSeq, index: 0 },
      { deploymentId: DEPLOYMENT, inputSeq: delivery.inputSeq, index: 1 },
    ]);
  });

  it('moves its deployment on', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const { inputSeq } = driver.core.outstanding()[0]!;
    // The start was delivered by the step before its answer.
    expect(driver.core.deployments()[0]).toMatchObject({ delivered: inputSeq, answered: inputSeq - 2 });
    driver.answer();
    expect(driver.core.deployments()[0]).toMatchObject({ delivered: inputSeq, answered: inputSeq });
  });

  it('drops out when it comes a second time', () => {
    const driver = new CoreDriver().running();
    driver.trade(market());
    const [repeat] = driver.inputs.filter(({ body }) => body.type === 'answer').slice(-1);
    expect(words(driver.step(repeat!.body))).toEqual([]);
  });

  it('to a delivery that was never made drops out', () => {
    const driver = new CoreDriver().running();
    const stray = { deploymentId: DEPLOYMENT, upTo: 999, commands: [market()], logs: [], stateHash: 'h' };
    expect(words(driver.step({ type: 'answer', answer: stray }))).toEqual([]);
    expect(words(driver.step({ type: 'answer', answer: { ...stray, deploymentId: OTHER } }))).toEqual([]);
  });

  it('keeps the decision in view and tells it without making the step durable', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const decision = { action: 'hold', why: 'fast is below slow', values: { fast: 1, slow: 2 } };
    const result = driver.answer([], DEPLOYMENT, { decision, logs: [{ level: 'info', message: 'hm' }] });
    expect(words(result)).toEqual(['StrategyDecided', 'StrategyLogged']);
    expect(driver.core.deployments()[0]?.lastDecision).toEqual({ decision, marketTime: 660_000 });
  });

  it('takes no order from history or init', () => {
    const driver = new CoreDriver().running();
    driver.liveBar(12);
    driver.history(10, 11);
    driver.answer([market()]);
    expect(denials(driver)).toEqual(['WARMING_UP']);
  });

  it('may order on start', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
    driver.historyOf(OTHER, [8, 9]);
    driver.answer([], OTHER);
    driver.answer([], OTHER);
    expect(words(driver.answer([market()], OTHER))).toContain('submit');
  });

  it('leaves a denied order to be looked up', () => {
    const driver = new CoreDriver().running();
    const [id] = driver.trade(market({ quantity: '0.0001' }));
    expect(driver.core.order(id!)).toMatchObject({ status: 'DENIED' });
    expect(driver.core.openOrders()).toEqual([]);
  });

  it('is judged order by order: the first two fill the limit, the third is too much', () => {
    const driver = new CoreDriver().running({ maxPositionSize: '0.1' });
    driver.trade(market({ quantity: '5' }), market({ quantity: '4' }), market({ quantity: '1' }));
    expect(words(driver.last).filter((word) => word === 'submit')).toHaveLength(2);
    expect(denials(driver)).toEqual(['MAX_POSITION_SIZE']);
  });

  it('counts an order that it cancels until the venue says that it is gone, for it may fill first', () => {
    const driver = new CoreDriver().running({ maxPositionSize: '0.1' });
    const rest = { type: 'LIMIT', price: '99', quantity: '8', timeInForce: 'GTC' } as const;
    const id = driver.accepted(market(rest));
    driver.settle().trade({ kind: 'cancel', clientOrderId: id }, market({ ...rest, price: '98' }));
    expect(denials(driver)).toEqual(['MAX_POSITION_SIZE']);
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({
        denial: expect.objectContaining({
          message: expect.stringContaining('; 8 BTC of that are being cancelled and count until the venue says that they are gone'),
        }),
      }),
    );
    driver.report({ kind: 'order', clientOrderId: id, venueOrderId: `v-${id}`, status: 'CANCELED', filledQuantity: '0' });
    driver.settle().trade(market({ ...rest, price: '98' }));
    expect(words(driver.last)).toContain('submit');
  });

  it('tells the strategy why an order was denied', () => {
    const driver = new CoreDriver().running();
    driver.trade(market({ quantity: '0.0001' }));
    expect(driver.last.effects).toEqual([
      expect.objectContaining({
        type: 'deliver',
        delivery: expect.objectContaining({
          event: expect.objectContaining({
            type: 'order',
            status: 'DENIED',
            reason: `LOT_SIZE: quantity 0.0001 is not a multiple of the lot size 0.001 of ${PERP}`,
          }),
        }),
      }),
    ]);
  });

  it('comes back with its price and the tag that the strategy gave it', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(market({ type: 'LIMIT', price: '90', quantity: '2', timeInForce: 'GTC', tag: 'level 3' }));
    const open = { clientOrderId: id, symbol: PERP, side: 'BUY', leaves: '2', price: '90', tag: 'level 3' };
    const deliveries = () =>
      driver.results.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'deliver' ? [effect] : [])));
    expect(deliveries().at(-1)?.delivery).toMatchObject({
      event: { type: 'order', clientOrderId: id, symbol: PERP, status: 'ACCEPTED', tag: 'level 3' },
      context: { openOrders: [open] },
    });
    driver.settle().fill(id, 'x1', '0.5', '90');
    expect(deliveries().at(-1)?.delivery).toMatchObject({
      event: { type: 'fill', clientOrderId: id, tag: 'level 3' },
      context: { openOrders: [{ ...open, leaves: '1.5' }] },
    });
  });

  it.each([
    ['a quantity that is no number', market({ quantity: 'lots' }), 'quantity "lots" is not a decimal number'],
    ['a price that is no number', market({ type: 'LIMIT', price: '' }), 'price "" is not a decimal number'],
    ['a side of its own making', JSON.parse(JSON.stringify(market()).replace('BUY', 'LONG')), 'side "LONG" is not one of BUY, SELL'],
  ])('with %s is denied, not thrown', (_, command, message) => {
    const driver = new CoreDriver().running();
    driver.trade(command);
    const [denied] = driver.last.events.flatMap((event) => (event.type === 'OrderChanged' && event.denial ? [event.denial] : []));
    expect(denied).toMatchObject({ code: 'INVALID_REQUEST', message });
  });

  it('for a symbol nobody knows is denied', () => {
    const driver = new CoreDriver().running();
    driver.trade(market({ symbol: 'DOGE/USDT' }));
    expect(denials(driver)).toEqual(['UNKNOWN_INSTRUMENT']);
  });

  it('cancels an order of its own and ignores one of another', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted();
    driver.settle().trade({ kind: 'cancel', clientOrderId: id });
    expect(words(driver.last)).toContain('cancel');
    driver.settle().trade({ kind: 'cancel', clientOrderId: 'somebody-else' });
    expect(driver.last.events).toEqual([
      {
        type: 'StrategyLogged',
        deploymentId: DEPLOYMENT,
        logs: [{ level: 'warn', message: 'cancel of order somebody-else ignored: it is not an order of this deployment' }],
      },
    ]);
  });

  it('with more commands than an id can count is a fault', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const result = driver.answer(Array.from({ length: 1_297 }, () => market()));
    const most = new CoreDriver().running();
    most.at(11).liveBar(10);
    expect(words(most.answer(Array.from({ length: 1_296 }, () => market({ quantity: '0.05' }))))).not.toContain('DeploymentStopped');
    expect(result.events).toEqual([expect.objectContaining({ type: 'DeploymentStopped', faulted: true })]);
  });

  it('sees in its next context what it ordered before', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    driver.at(12).liveBar(11);
    const { effects } = driver.answer([market({ quantity: '3' })]);
    const [next] = effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery] : []));
    expect(next?.event).toMatchObject({ type: 'bar', bar: { start: 660_000 } });
    expect(next?.context.openOrders).toEqual([expect.objectContaining({ symbol: PERP, side: 'BUY', leaves: '3' })]);
  });
});

describe('exposure over several symbols', () => {
  const ETH = 'ETH/USDT:USDT';

  /** Equity 10,000, all of it usable per symbol; one ETH costs 10. */
  function two(): CoreDriver {
    const driver = new CoreDriver().running({ maxPositionSize: '1' });
    const limits = { tickSize: '0.1', lotSize: '0.1', minQuantity: '0.1', maxQuantity: '10000', minNotional: '5' };
    driver.step({
      type: 'instrument',
      instrument: {
        venue: 'bybit',
        symbol: ETH,
        venueSymbol: 'ETHUSDT',
        category: 'linear',
        base: 'ETH',
        quote: 'USDT',
        settle: 'USDT',
        ...limits,
      },
    });
    driver.trust([], ETH);
    driver.quote('10', '10', ETH);
    driver.quote('100', '100');
    return driver;
  }

  it('is held within equity, positions and open orders at their worst together', () => {
    const driver = two();
    driver.fill(driver.accepted(market({ symbol: ETH, quantity: '300' })), 'e1', '300', '10', { venueSymbol: 'ETHUSDT' });
    driver.settle().trade(market({ symbol: ETH, quantity: '200', type: 'LIMIT', price: '10', timeInForce: 'GTC' }));
    // Open sells only reduce the 500 that may be held: they change nothing.
    driver.settle().trade(market({ symbol: ETH, side: 'SELL', quantity: '100', type: 'LIMIT', price: '11', timeInForce: 'GTC' }));
    driver.settle().trade(market({ quantity: '50' }));
    expect(words(driver.last)).toContain('submit');
    driver.settle().trade(market({ quantity: '0.1' }));
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'INSUFFICIENT_BALANCE', limit: '10000 USDT', value: '10010 USDT' } });
  });

  it('counts the short side when that is the worse one', () => {
    const driver = two();
    driver.trade(market({ symbol: ETH, side: 'SELL', quantity: '400', type: 'LIMIT', price: '10', timeInForce: 'GTC' }));
    driver.settle().trade(market({ symbol: ETH, quantity: '100', type: 'LIMIT', price: '10', timeInForce: 'GTC' }));
    driver.settle().trade(market({ quantity: '60.1' }));
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'INSUFFICIENT_BALANCE', value: '10010 USDT' } });
  });
});

describe('a ticket', () => {
  const tickets = ({ last }: CoreDriver) => last.effects.flatMap((effect) => (effect.type === 'submit' ? [effect.ticket] : []));

  it('carries the order as text', () => {
    const driver = new CoreDriver().running();
    const [id] = driver.trade(market({ type: 'LIMIT', price: '99.50', timeInForce: 'GTC', postOnly: true, quantity: '1.500' }));
    expect(tickets(driver)).toEqual([
      {
        clientOrderId: id,
        instrument: { symbol: PERP, venueSymbol: 'BTCUSDT', category: 'linear' },
        side: 'BUY',
        type: 'LIMIT',
        quantity: '1.5',
        price: '99.5',
        timeInForce: 'GTC',
        postOnly: true,
        reduceOnly: false,
      },
    ]);
  });

  it('is reduceOnly at the venue where the account covers it', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    driver.settle().trade(market({ side: 'SELL', reduceOnly: true }));
    expect(tickets(driver)[0]?.reduceOnly).toBe(true);
  });

  it('is not reduceOnly at the venue where another deployment holds the other side', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
    driver.historyOf(OTHER, [8, 9]);
    driver.answer([], DEPLOYMENT);
    driver.settle();
    driver.at(20).liveBar(11);
    driver.history(10, 11);
    driver.historyOf(OTHER, [10]);
    driver.settle();
    driver.at(21).liveBar(12);
    driver.answer([market({ side: 'SELL' })], OTHER);
    const short = tickets(driver)[0]!.clientOrderId;
    driver.fill(short, 'e2', '1', '100');
    // The account is flat, the first deployment still long one.
    driver.answer([market({ side: 'SELL', reduceOnly: true })]);
    expect(tickets(driver)[0]?.reduceOnly).toBe(false);
  });
});
