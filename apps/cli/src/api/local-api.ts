import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, ApiUnreachable, createRequest, query, type Account, type Request } from '@libs/client';
import { loadSettings } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';
import { homeAt, readJson, type Home } from '../home/home';
import { holderOf } from '../home/lock';
import { isAlive, type ProcessIdentity } from '../home/process-identity';
import type { Terminal } from '../terminal/terminal';
import { DEPLOYMENT_NAMES } from './deployment-names';

/** What a running launcher leaves for other commands. */
export interface Runtime {
  readonly pid: number;
  readonly url: string;
  readonly startedAt: string;
  readonly market: string;
}

/** The data folder that the settings name. */
export function homeOfSettings(): Home {
  return homeAt(loadSettings(process.env, { allow: DEPLOYMENT_NAMES }).home);
}

/** Longer than the api takes to start anew. */
const PATIENCE = 30_000;
const ASK_EVERY = 200;

/** Speaks to the api of the running platform; waits for one that is just starting. */
export async function localApi(terminal: Terminal): Promise<Request> {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const home = homeAt(settings.home);
  const baseNow = async (): Promise<string> => (await readJson<Runtime>(home.runtime))?.url ?? `http://127.0.0.1:${settings.dashboardPort}`;
  return async (operation, variables) => {
    const started = performance.now();
    for (let isWaiting = false; ; isWaiting = true) {
      const base = await baseNow();
      try {
        return await createRequest({ url: `${base}/graphql` })(operation, variables);
      } catch (error) {
        if (error instanceof ApiError) throw new CommandError(EXIT.failed, error.message, { cause: error });
        if (!(error instanceof ApiUnreachable)) throw error;
        const launcher = await holderOf(home.lock);
        if (!launcher || !isAlive(launcher)) throw notRunning(home, base, error);
        // Only what certainly did not arrive may be asked again.
        if (!wasRefused(error) || performance.now() - started > PATIENCE) throw unanswered(home, base, { launcher, error });
        if (!isWaiting) terminal.say(`The api does not answer at ${base} yet; waiting for it …`);
        await sleep(ASK_EVERY);
      }
    }
  };
}

function wasRefused({ cause }: ApiUnreachable): boolean {
  return (cause as { readonly cause?: NodeJS.ErrnoException } | undefined)?.cause?.code === 'ECONNREFUSED';
}

function notRunning({ path }: Home, base: string, cause: ApiUnreachable): CommandError {
  return new CommandError(EXIT.notRunning, `Plimsoll does not run on ${path} (no answer from ${base}); start it with: npx plimsoll up`, {
    cause,
  });
}

interface Silence {
  readonly launcher: ProcessIdentity;
  readonly error: ApiUnreachable;
}

function unanswered({ path }: Home, base: string, { launcher, error }: Silence): CommandError {
  return new CommandError(
    EXIT.failed,
    `Plimsoll runs on ${path} as process ${launcher.pid}, but its api at ${base} does not answer; trading goes on meanwhile, and this command ` +
      `${wasRefused(error) ? 'was not sent' : 'may have been carried out'}. Look with: npx plimsoll logs api`,
    { cause: error },
  );
}

/** The account of that name or id. */
export async function findAccount(request: Request, nameOrId: string): Promise<Account> {
  const accounts = await request(query.accounts, {});
  const named = accounts.filter(({ id, name, status }) => id === nameOrId || (name === nameOrId && status !== 'DISABLED'));
  if (named[0]) return named[0];
  const known = accounts.filter(({ status }) => status !== 'DISABLED').map(({ name }) => name);
  throw new CommandError(
    EXIT.badInput,
    `There is no account "${nameOrId}"; ${known.length > 0 ? `there is ${known.join(', ')}` : 'there is none yet'}.`,
  );
}

interface Outcome {
  readonly __typename: string;
}

type Failure =
  | { readonly __typename: 'Pending'; readonly commandId: string }
  | { readonly __typename: 'InvalidInput' | 'NotFound' | 'Refused'; readonly message: string };

/** The success member of a mutation's result; any other ends the command with its message and code. */
export function accepted<T extends Outcome>(result: T | Failure): Exclude<T, Failure> {
  switch (result.__typename) {
    case 'Pending':
      throw new CommandError(
        EXIT.pending,
        `It is written down as command ${(result as { commandId: string }).commandId} and still under way; look again with: npx plimsoll status`,
      );
    case 'InvalidInput':
    case 'NotFound':
      throw new CommandError(EXIT.badInput, (result as { message: string }).message);
    case 'Refused':
      throw new CommandError(EXIT.failed, (result as { message: string }).message);
    default:
      return result as Exclude<T, Failure>;
  }
}
