import { NotComparable, compareRecording, type DeploymentRecording, type FillTerms, type ParityReport } from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import { CodeNotKept, KeptCode } from '@libs/plugin-host';
import { ResearchFailed, ResearchRefused } from '../refusals';
import { runReplay, type SessionName, type SessionReplay } from '../replay/run-replay';
import { playRecording, storedMarkets, type PlayParts } from './play-recording';
import { marketsOf } from './stored-minutes';
import { readRecordings } from './read-recordings';
import { sessionChain } from './session-chain';
import { readStoredAccount, withStoredBooks, type StoredAccount } from './stored-books';

export interface ParityRequest extends SessionName {
  /** One of the deployments that ran in the session; null for all of them. */
  readonly deploymentId: string | null;
  /** The backtest's fill model; null: the account's fees, no slippage and no latency. */
  readonly fills: FillTerms | null;
  /** `auto` uses stored candles if they are of the market that the account trades on. */
  readonly candles: 'auto' | 'stored' | 'recorded';
}

export interface ParityPorts {
  readonly store: HistoryStore;
  /** Undefined if there is no database to compare with. */
  readonly databaseUrl: string | undefined;
  /** Folder of built strategies, for code that is not kept yet; default the installation's. */
  readonly strategies?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the current activity and the completed fraction, 0 to 1. */
  readonly progress?: (stage: string, done: number) => void;
}

/** One deployment of a session compared with a plain backtest of the same period. */
export interface DeploymentParity {
  readonly deploymentId: string;
  readonly strategy: string;
  readonly version: string;
  /** Market times, epoch milliseconds; null if the recording does not have them. */
  readonly from: number | null;
  readonly to: number | null;
  readonly candles: 'stored' | 'recorded';
  /** Null if no backtest is possible; `notes` say why. */
  readonly report: ParityReport | null;
  readonly notes: readonly string[];
}

export interface ParityOutcome {
  readonly accountId: string;
  readonly sessionId: string;
  /** For every session in the compared period, oldest first. */
  readonly replays: readonly { readonly sessionId: string; readonly report: SessionReplay }[];
  readonly deployments: readonly DeploymentParity[];
}

const NO_ACCOUNT_FEES = { maker: '0.0002', taker: '0.00055' };

/** Replays the recording, plays the same period as a backtest, and finds the cause of every difference. */
export async function runParity(request: ParityRequest, ports: ParityPorts): Promise<ParityOutcome> {
  const { home, accountId, sessionId, deploymentId } = request;
  const { databaseUrl, strategies, progress } = ports;
  const sessions = await sessionChain(request);
  const replays: { sessionId: string; report: SessionReplay }[] = [];
  for (const [at, name] of sessions.entries()) {
    progress?.(`Replaying session ${name}`, at / (sessions.length + 2));
    const report = await runReplay({ home, accountId, sessionId: name, databaseUrl, strategies, onProgress: () => undefined });
    replays.push({ sessionId: name, report });
    ports.signal?.throwIfAborted();
  }
  progress?.('Reading what was recorded', sessions.length / (sessions.length + 2));
  const { deployments, headless } = await readRecordings({ home, accountId }, sessions);
  const stored = databaseUrl === undefined ? null : await readStoredAccount(databaseUrl, accountId);
  const wanted = deployments.filter(({ terms }) => deploymentId === null || terms.deploymentId === deploymentId);
  if (deploymentId !== null && wanted.length === 0 && !headless.includes(deploymentId))
    throw new ResearchRefused(`Deployment ${deploymentId} did not run in session ${sessionId}.`);
  const compared: DeploymentParity[] = [];
  for (const [at, recording] of wanted.entries()) {
    progress?.(`Playing the same time to ${recording.terms.strategy}`, (sessions.length + 1 + at / wanted.length) / (sessions.length + 2));
    compared.push(await heldAgainst(recording, request, { ports, stored }));
  }
  const older = headless.filter((id) => deploymentId === null || id === deploymentId).map(beginsBefore);
  return { accountId, sessionId, replays, deployments: [...compared, ...older] };
}

interface Ground {
  readonly ports: ParityPorts;
  readonly stored: StoredAccount | null;
}

async function heldAgainst(recording: DeploymentRecording, request: ParityRequest, { ports, stored }: Ground): Promise<DeploymentParity> {
  const { deploymentId, strategy, strategyVersion } = recording.terms;
  const head = { deploymentId, strategy, version: strategyVersion, from: recording.startedAt, to: recording.endedAt };
  const { maker, taker } = stored?.fees ?? NO_ACCOUNT_FEES;
  const fills = request.fills ?? { makerFee: maker, takerFee: taker, slippageTicks: 0, latency: 0 };
  const { signal, store } = ports;
  try {
    const strategies = new KeptCode({ home: request.home, strategies: ports.strategies }).find(recording.terms);
    const { markets, startsAt, notes } = await marketsOf(recording, store);
    const parts: PlayParts = { fills, startsAt, strategies, signal };
    const backtest = await playRecording(recording, markets, parts);
    const wantsStored = request.candles === 'stored' || (request.candles === 'auto' && stored?.tradesRealMarket === true);
    const kept = wantsStored ? await storedMarkets(recording, markets, store) : null;
    const again = kept === null || typeof kept === 'string' ? null : await playRecording(recording, kept, parts);
    const booked = stored ? withStoredBooks(recording, stored.fills.get(deploymentId) ?? []) : recording;
    const report = compareRecording({ recording: booked, fills, backtest, stored: again });
    const more = typeof kept === 'string' ? [`compared with what was recorded: ${kept}`] : [];
    return { ...head, candles: again ? 'stored' : 'recorded', report, notes: [...notes, ...more] };
  } catch (error) {
    if (!saysWhyNot(error)) throw error;
    return { ...head, candles: 'recorded', report: null, notes: [error.message] };
  }
}

function saysWhyNot(error: unknown): error is Error {
  return [NotComparable, ResearchRefused, ResearchFailed, CodeNotKept].some((kind) => error instanceof kind);
}

function beginsBefore(deploymentId: string): DeploymentParity {
  const notes = ['the recording does not reach back to its start, so no backtest can start there'];
  return { deploymentId, strategy: '', version: '', from: null, to: null, candles: 'recorded', report: null, notes };
}
