import { ApiError, ApiUnreachable, createRequest, query, type Account, type Request } from '@libs/client';
import { loadSettings } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';
import { homeAt, readJson, type Home } from '../home/home';
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

/** Speaks to the api of the running platform. */
export async function localApi(): Promise<Request> {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const runtime = await readJson<Runtime>(homeAt(settings.home).runtime);
  const base = runtime?.url ?? `http://127.0.0.1:${settings.dashboardPort}`;
  const request = createRequest({ url: `${base}/graphql` });
  return async (operation, variables) => {
    try {
      return await request(operation, variables);
    } catch (error) {
      if (error instanceof ApiUnreachable)
        throw new CommandError(
          EXIT.notRunning,
          `Plimsoll does not run on ${settings.home} (no answer from ${base}); start it with: npx plimsoll up`,
          { cause: error },
        );
      if (error instanceof ApiError) throw new CommandError(EXIT.failed, error.message, { cause: error });
      throw error;
    }
  };
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
