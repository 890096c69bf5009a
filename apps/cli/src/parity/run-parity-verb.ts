import { Decimal } from '@libs/kernel';
import { migrate } from '@libs/persistence';
import type { FillTerms } from '@libs/backtest';
import { findDeployments, runParity, storeParity, verdictOf, type ParityRequest } from '@libs/research';
import { understood } from '../backtest/understood';
import { bad, fractionOption } from '../data/data-options';
import { openHouse, type DataHouse } from '../data/data-house';
import { EXIT, type ExitCode } from '../exit-code';
import { withDatabase } from '../postgres/with-database';
import { findSession, recordedFolders } from '../replay/find-session';
import type { Terminal } from '../terminal/terminal';
import type { ParityCommand } from './command';
import { describeParity } from './describe-parity';

const ENDS = { DIFFERENT: EXIT.different, NOT_COMPARABLE: EXIT.failed, EXPLAINED: EXIT.ok } as const;

/** Ends with 4 when something does not come out as it must, with 1 when there is nothing to compare with. */
export async function runParityVerb(wanted: string, options: ParityCommand, terminal: Terminal): Promise<ExitCode> {
  const house = openHouse();
  const terms = { candles: candlesOption(options.candles), fills: fillsOf(options) };
  const outcome = await withDatabase(house.home, house.settings, async (databaseUrl, started) => {
    // One that runs is another's to bring up to date.
    if (started) await migrate(databaseUrl, house.home.path);
    const place = await placeOf(wanted, house, databaseUrl);
    const parity = understood(() => runParity({ ...terms, ...place }, { store: house.store, databaseUrl }));
    const held = await terminal.during(`Holding session ${place.sessionId} against a backtest`, parity);
    await storeParity(databaseUrl, held);
    return held;
  });
  terminal.result(describeParity(outcome), { ...outcome, verdict: verdictOf(outcome) });
  return ENDS[verdictOf(outcome)];
}

type Place = Pick<ParityRequest, 'home' | 'accountId' | 'sessionId' | 'deploymentId'>;

/** A session by its id, or the newest one of a deployment. */
async function placeOf(wanted: string, { home }: DataHouse, databaseUrl: string): Promise<Place> {
  const folders = await recordedFolders(home.sessions);
  const isSession = wanted === 'latest' || folders.some(({ sessionId }) => wanted !== '' && sessionId.startsWith(wanted));
  const deployments = isSession ? [] : await findDeployments(databaseUrl, wanted);
  if (deployments.length > 1) throw bad(`"${wanted}" is the beginning of more than one deployment; give more of the id.`);
  const [deployment] = deployments;
  if (deployment) return { home: home.path, ...deployment };
  const { accountId, sessionId } = await findSession(home.sessions, wanted);
  return { home: home.path, accountId, sessionId, deploymentId: null };
}

function candlesOption(text: string): ParityRequest['candles'] {
  if (text === 'auto' || text === 'stored' || text === 'recorded') return text;
  throw bad(`--candles is "${text}"; it must be auto, stored or recorded.`);
}

/** Null where nothing was said, so that the account's own fees count. */
function fillsOf({ takerFee, makerFee, slippage, latency }: ParityCommand): FillTerms | null {
  const [slippageTicks, milliseconds] = [countOption('slippage', slippage), countOption('latency', latency)];
  if (takerFee === undefined && makerFee === undefined && slippageTicks === 0 && milliseconds === 0) return null;
  if (takerFee === undefined || makerFee === undefined)
    throw bad('--slippage, --latency and fees change the backtest together; give --taker-fee and --maker-fee too.');
  return { takerFee: rateOption('taker-fee', takerFee), makerFee: rateOption('maker-fee', makerFee), slippageTicks, latency: milliseconds };
}

function rateOption(name: string, text: string): string {
  const rate = fractionOption(name, text);
  if (Decimal.parse(rate).abs().lte(Decimal.parse('0.1'))) return rate;
  throw bad(`--${name} is "${text}"; it must be a number from -0.1 to 0.1.`);
}

function countOption(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw bad(`--${name} is "${text}"; it must be a whole number from 0 to 999999.`);
  return Number(text);
}
