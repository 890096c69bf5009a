import { INTERVALS } from '@libs/kernel';
import { StrategyBarOf, type StrategyBar } from '@libs/sdk';
import { isAlive, tellStrategy } from './delivery';
import type { BarText, InputBody } from './input';
import { takeLastPrice } from './market';
import { checkStops } from './stops';
import type { DeploymentState, WatchState } from './state';
import type { Turn } from './turn';
import { watch } from './watch';

/** Asks for everything a new or restarted deployment needs of the market; one that watches nothing starts at once. */
export function watchMarket(turn: Turn, deployment: DeploymentState): void {
  for (const { symbol, interval } of deployment.watches) watch(turn, { symbol, interval });
  for (const stream of deployment.terms.streams ?? []) watch(turn, stream);
  for (const item of deployment.watches) {
    // What was heard live before a restart comes again with the history.
    item.buffer = [];
    requestHistory(turn, deployment, item, missingBars(turn, deployment, item));
  }
  if (deployment.watches.length > 0) return;
  initialise(turn, deployment);
  startWhenWarm(turn, deployment);
}

/** A closed live bar: each strategy gets it once, in order; a hole before it is filled from history first. */
export function takeBar(turn: Turn, { symbol, interval, bar }: Extract<InputBody, { type: 'bar' }>): void {
  takeLastPrice(turn.state, symbol, bar.close);
  checkStops(turn, symbol);
  for (const deployment of turn.state.deployments.values()) {
    if (!isAlive(deployment)) continue;
    const item = deployment.watches.find((watched) => watched.symbol === symbol && watched.interval === interval);
    if (item === undefined || isOld(item, bar)) continue;
    item.buffer.push(bar);
    if (item.asked === 0) drainBuffer(turn, deployment, item);
  }
}

/** Only for strategies that run and owe nothing: what they were shown elsewhere counts as delivered and answered. */
export function takePassedBars({ state }: Turn, { symbol, interval, bar, count }: Extract<InputBody, { type: 'bars-passed' }>): void {
  takeLastPrice(state, symbol, bar.close);
  for (const { status, outstanding, queue, watches, terms } of state.deployments.values()) {
    const item = watches.find((watched) => watched.symbol === symbol && watched.interval === interval);
    if (item === undefined || status !== 'running') continue;
    if (outstanding !== null || queue.length > 0 || item.asked > 0)
      throw new Error(`bars of ${symbol} passed while ${terms.deploymentId} owed an answer`);
    item.last = bar.start;
    item.bars += count;
  }
}

/** The answer to a history request: warm-up, or what passed while nobody listened. No orders are taken from it. */
export function takeHistory(turn: Turn, { deploymentId, symbol, interval, bars }: Extract<InputBody, { type: 'history' }>): void {
  const deployment = turn.state.deployments.get(deploymentId);
  const item = deployment?.watches.find((watched) => watched.symbol === symbol && watched.interval === interval);
  if (deployment === undefined || item === undefined || item.asked === 0 || !isAlive(deployment)) return;
  const wider = widerRequest(item, bars);
  if (wider > 0) return requestHistory(turn, deployment, item, wider);
  item.asked = 0;
  initialise(turn, deployment);
  const firstLive = item.buffer[0]?.start ?? Infinity;
  giveHistory(
    turn,
    deployment,
    item,
    bars.filter((bar) => bar.start < firstLive),
  );
  const last = bars.at(-1);
  if (last !== undefined) takeLastPrice(turn.state, symbol, last.close);
  startWhenWarm(turn, deployment);
  const next = item.buffer.shift();
  // What the venue does not have in its history does not exist, so the first live bar follows whatever the hole.
  if (next !== undefined && !isOld(item, next)) giveBar(turn, deployment, item, next);
  drainBuffer(turn, deployment, item);
}

function drainBuffer(turn: Turn, deployment: DeploymentState, item: WatchState): void {
  for (let bar = item.buffer[0]; bar !== undefined; bar = item.buffer[0]) {
    if (item.last !== null && bar.start > item.last + INTERVALS[item.interval]) {
      return requestHistory(turn, deployment, item, barsBetween(item, bar.start));
    }
    item.buffer.shift();
    if (!isOld(item, bar)) giveBar(turn, deployment, item, bar);
  }
}

function giveBar(turn: Turn, deployment: DeploymentState, item: WatchState, bar: BarText): void {
  if (deployment.status === 'warming-up') {
    initialise(turn, deployment);
    giveHistory(turn, deployment, item, [bar]);
    startWhenWarm(turn, deployment);
    return;
  }
  advance(item, [bar]);
  tellStrategy(turn, deployment.terms.deploymentId, { type: 'bar', symbol: item.symbol, interval: item.interval, bar: toStrategyBar(bar) });
}

function giveHistory(turn: Turn, deployment: DeploymentState, item: WatchState, bars: readonly BarText[]): void {
  const news = bars.filter((bar) => !isOld(item, bar));
  if (news.length === 0) return;
  advance(item, news);
  const { symbol, interval } = item;
  tellStrategy(turn, deployment.terms.deploymentId, { type: 'history', symbol, interval, bars: news.map(toStrategyBar) });
}

function initialise(turn: Turn, deployment: DeploymentState): void {
  if (deployment.initialised) return;
  deployment.initialised = true;
  tellStrategy(turn, deployment.terms.deploymentId, { type: 'init', params: deployment.terms.params });
}

function startWhenWarm(turn: Turn, deployment: DeploymentState): void {
  const { deploymentId, warmUpBars } = deployment.terms;
  if (deployment.status !== 'warming-up') return;
  if (deployment.watches.some((item) => item.asked > 0 || item.bars < warmUpBars)) return;
  deployment.status = 'running';
  const bars = deployment.watches.length === 0 ? 0 : Math.min(...deployment.watches.map((item) => item.bars));
  turn.emit({ type: 'DeploymentWarmedUp', deploymentId, bars });
  tellStrategy(turn, deploymentId, { type: 'start' });
}

function requestHistory(turn: Turn, deployment: DeploymentState, item: WatchState, bars: number): void {
  item.asked = bars;
  const { symbol, interval } = item;
  turn.effect({ type: 'request-history', deploymentId: deployment.terms.deploymentId, symbol, interval, bars });
}

function missingBars(turn: Turn, { terms }: DeploymentState, item: WatchState): number {
  return item.last === null ? Math.max(1, terms.warmUpBars) : barsBetween(item, turn.at);
}

function barsBetween(item: WatchState, until: number): number {
  return item.last === null ? 1 : Math.max(1, Math.ceil((until - item.last) / INTERVALS[item.interval]));
}

/** An answer that is full and still starts after the hole was asked too small; 0 when it is fine. */
function widerRequest(item: WatchState, bars: readonly BarText[]): number {
  const first = bars[0];
  if (item.last === null || first === undefined || bars.length < item.asked) return 0;
  const hole = Math.round((first.start - item.last) / INTERVALS[item.interval]) - 1;
  return hole > 0 ? bars.length + hole : 0;
}

function isOld(item: WatchState, bar: BarText): boolean {
  return item.last !== null && bar.start <= item.last;
}

function advance(item: WatchState, bars: readonly BarText[]): void {
  item.last = bars.at(-1)!.start;
  item.bars += bars.length;
}

function toStrategyBar({ start, open, high, low, close, volume }: BarText): StrategyBar {
  return new StrategyBarOf(start, Number(open), Number(high), Number(low), Number(close), Number(volume));
}
