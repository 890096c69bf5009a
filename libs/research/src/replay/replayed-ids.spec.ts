import { generatedTape, liveHost, plannedOf, playPlanned } from '@libs/backtest';
import type { StrategyHost } from '@libs/backtest';
import { StrategyRuntime, defineStrategy, param } from '@libs/sdk';
import type { Delivery, StrategyAnswer } from '@libs/sdk';
import { StrategyCheck } from './strategy-check';

const BTC = 'BTC/USDT:USDT';

const FREE = { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 };

/** Rests an order, moves it at the next bar and takes it back at the one after, all by the id that it was given. */
const strategy = defineStrategy({
  name: 'keeper',
  version: '1.0.0',
  title: 'Keeper',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({ bars: 0, own: null as string | null, heard: [] as string[] }),
  onBar: (ctx, { symbol, bar }) => {
    const { state } = ctx;
    if (ctx.warmingUp) return;
    state.bars += 1;
    if (state.bars % 3 === 1) state.own = ctx.buy(symbol, '1', { price: ctx.roundedPrice(symbol, bar.close * 0.8, 'DOWN') });
    else if (state.own !== null && state.bars % 3 === 2)
      ctx.amend(state.own, { price: ctx.roundedPrice(symbol, bar.close * 0.81, 'DOWN') });
    else if (state.own !== null) ctx.cancel(state.own);
  },
  onOrder: ({ state }, { clientOrderId, status }) => {
    if (clientOrderId !== state.own) throw new Error(`whose is ${clientOrderId}?`);
    state.heard.push(status);
  },
});

/** What a strategy was told in a session and what it answered, as a recording has it. */
function recorded(): (readonly [Delivery, StrategyAnswer])[] {
  const log: (readonly [Delivery, StrategyAnswer])[] = [];
  const params = { symbol: BTC };
  const live = liveHost(strategy, params, { isSealing: true });
  const host: StrategyHost = {
    showBar: (bar, context, inputSeq) => live.showBar(bar, context, inputSeq),
    answerOf: (inputSeq, outcome) => live.answerOf(inputSeq, outcome),
    check: (inputSeq) => live.check(inputSeq),
    deliver: (delivery) => {
      const told = JSON.parse(JSON.stringify(delivery)) as Delivery;
      const answer = live.deliver(delivery);
      log.push([told, JSON.parse(JSON.stringify(answer)) as StrategyAnswer]);
      return answer;
    },
  };
  const tape = generatedTape(BTC, { kind: 'mixed', interval: '1m', bars: 19, seed: 1 });
  const terms = { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills: FREE, stepsEachBar: true };
  const { fault } = playPlanned(plannedOf(strategy, params), { ...terms, markets: [{ market: tape.instrument, tape }] }, host);
  expect(fault).toBeNull();
  return log;
}

describe('a replay of a strategy that keeps the ids of its orders', () => {
  it('gives the same answers and states, and knows the orders again', async () => {
    const log = recorded();
    const runtimes = new Map<string, StrategyRuntime>();
    const check: StrategyCheck = new StrategyCheck({
      load: ({ deploymentId, params }) => void runtimes.set(deploymentId, new StrategyRuntime({ strategy, deploymentId, params })),
      unload: () => undefined,
      deliver: (delivery) => check.answered(runtimes.get(delivery.deploymentId)!.deliver(delivery)),
    });
    const { deploymentId } = log[0]![0];
    const terms = { deploymentId, strategy: 'keeper', strategyVersion: '1.0.0', params: { symbol: BTC }, watches: [], warmUpBars: 1 };
    await check.carryOut({ type: 'load-strategy', terms });
    for (const [delivery, answer] of log) {
      await check.carryOut({ type: 'deliver', delivery });
      await check.hear({ inputSeq: answer.upTo + 1, marketTime: 0, body: { type: 'answer', answer } });
    }
    expect([check.difference, check.compared]).toEqual([undefined, log.length]);
    const { own, heard } = JSON.parse(runtimes.get(deploymentId)!.save().state) as { own: string; heard: string[] };
    expect(heard).toEqual(expect.arrayContaining(['ACCEPTED', 'CANCELED']));
    const commands = log.flatMap(([, answer]) => answer.commands);
    const named = commands.flatMap((command) => ('clientOrderId' in command ? [command.clientOrderId] : []));
    expect(named).toContain(own);
  });
});
