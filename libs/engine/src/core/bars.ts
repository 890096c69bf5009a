import { INTERVALS } from '@libs/kernel';
import { StrategyBarOf, type StrategyBar } from '@libs/sdk';
import { isAlive, tellStrategy } from './delivery';
import type { BarText, InputBody } from './input';
import { partsInTime } from './merge-history';
import { takeLastPrice } from './market';
import { checkStops } from './stops';
import type { DeploymentState, WatchState } from './state';
import type { Turn } from './turn';
import { watch } from './watch';

/** Most bars of several watches in one event. */
const MOST_AT_ONCE = 10_000;

/** Requests all the market data that a new or restarted deployment needs; one that watches nothing starts immediately. */
export function watchMarket(turn: Turn, deployment: DeploymentState): void {
  for (const { symbol, interval } of deployment.watches) watch(turn, { symbol, interval });
  for (const stream of deployment.terms.streams ?? []) watch(turn, stream);
  for (const item of deployment.watches) {
    // Bars received live before a restart come again with the history.
    item.buffer = [];
    item.held = [];
    requestHistory(turn, deployment, item, missingBars(turn, deployment, item));
  }
  if (deployment.watches.length > 0) return;
  initialise(turn, deployment);
  startWhenWarm(turn, deployment);
}

/** A closed live bar: each strategy gets it once, in order; a gap before it is filled from history first. */
export function takeBar(turn: Turn, { symbol, interval, bar }: Extract<InputBody, { type: 'bar' }>): void {
  takeLastPrice(turn.state, symbol, bar.close);
  checkStops(turn, symbol);
  for (const deployment of turn.state.deployments.values()) {
    if (!isAlive(deployment)) continue;
    const item = deployment.watches.find((watched) => watched.symbol === symbol && watched.interval === interval);
    if (item === undefined || isOld(item, bar)) continue;
    item.buffer.push(bar);
    if (item.asked > 0) continue;
    // A strategy that is already trading does not wait any longer for the history of other markets.
    if (item.held === undefined) drainBuffer(turn, deployment, item);
    else if (deployment.status === 'running') tellHeld(turn, deployment);
  }
}

/** Only for strategies that are running and have answered everything: bars shown to them elsewhere count as delivered and answered. */
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

/**
 * The answer to a history request: the warm-up, or a missed period. Orders in response are dropped. Histories requested together are
 * delivered together, so that several markets come in time order, whichever answer came first.
 */
export function takeHistory(turn: Turn, { deploymentId, symbol, interval, bars }: Extract<InputBody, { type: 'history' }>): void {
  const deployment = turn.state.deployments.get(deploymentId);
  const item = deployment?.watches.find((watched) => watched.symbol === symbol && watched.interval === interval);
  if (deployment === undefined || item === undefined || item.asked === 0 || !isAlive(deployment)) return;
  const wider = widerRequest(item, bars);
  if (wider > 0) return requestHistory(turn, deployment, item, wider);
  item.asked = 0;
  const last = bars.at(-1);
  if (last !== undefined) takeLastPrice(turn.state, symbol, last.close);
  initialise(turn, deployment);
  if (item.held === undefined) return tellPast(turn, deployment, [{ item, bars }]);
  item.held = bars;
  if (deployment.watches.every(({ asked }) => asked === 0)) tellHeld(turn, deployment);
}

/** Delivers what has arrived of the history of all watches. */
function tellHeld(turn: Turn, deployment: DeploymentState): void {
  const told = deployment.watches.flatMap((item) => (item.held === undefined || item.asked > 0 ? [] : [{ item, bars: item.held }]));
  for (const item of deployment.watches) delete item.held;
  tellPast(turn, deployment, told);
}

interface Past {
  readonly item: WatchState;
  readonly bars: readonly BarText[];
}

function tellPast(turn: Turn, deployment: DeploymentState, told: readonly Past[]): void {
  giveHistory(
    turn,
    deployment,
    told.map(({ item, bars }) => ({ item, bars: bars.filter((bar) => bar.start < (item.buffer[0]?.start ?? Infinity)) })),
  );
  startWhenWarm(turn, deployment);
  for (const { item } of told) {
    const next = item.buffer.shift();
    // Bars that the venue lacks in its history do not exist, so the first live bar follows regardless of the gap.
    if (next !== undefined && !isOld(item, next)) giveBar(turn, deployment, item, next);
    drainBuffer(turn, deployment, item);
  }
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
    giveHistory(turn, deployment, [{ item, bars: [bar] }]);
    startWhenWarm(turn, deployment);
    return;
  }
  advance(item, [bar]);
  tellStrategy(turn, deployment.terms.deploymentId, { type: 'bar', symbol: item.symbol, interval: item.interval, bar: toStrategyBar(bar) });
}

function giveHistory(turn: Turn, deployment: DeploymentState, past: readonly Past[]): void {
  const news = past.map(({ item, bars }) => ({ item, bars: bars.filter((bar) => !isOld(item, bar)) }));
  for (const { item, bars } of news) if (bars.length > 0) advance(item, bars);
  const series = news.map(({ item: { symbol, interval }, bars }) => ({ symbol, interval, bars }));
  for (const part of partsInTime(series, MOST_AT_ONCE)) {
    const [first, ...beside] = part.map((item) => ({ ...item, bars: item.bars.map(toStrategyBar) }));
    tellStrategy(turn, deployment.terms.deploymentId, { type: 'history', ...first!, ...(beside.length > 0 ? { beside } : {}) });
  }
}

function initialise(turn: Turn, deployment: DeploymentState): void {
  if (deployment.initialised) return;
  deployment.initialised = true;
  tellStrategy(turn, deployment.terms.deploymentId, { type: 'init', params: deployment.terms.params });
}

function startWhenWarm(turn: Turn, deployment: DeploymentState): void {
  const { deploymentId, warmUpBars } = deployment.terms;
  if (deployment.status !== 'warming-up') return;
  if (deployment.watches.some((item) => item.asked > 0 || item.held !== undefined || item.bars < warmUpBars)) return;
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

/** An answer that is full and still starts after the gap was requested too small; 0 if it is sufficient. */
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
