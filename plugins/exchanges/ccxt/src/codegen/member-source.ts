import { INTERVALS } from '@libs/sdk';
import ccxt from 'ccxt';
import { CALLS } from '../member';
import type { Member } from '../member';

const SIGNIFICANT_DIGITS = 3;

interface Described {
  readonly name: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes?: Readonly<Record<string, unknown>>;
  readonly rateLimit: number;
  readonly precisionMode: number;
  readonly hostname?: string;
  readonly urls: { readonly api: unknown };
}

type Constructors = Readonly<Record<string, (new () => Described) | undefined>>;

/** The text of `generated/members.ts`, from the ccxt that is installed; one line an exchange. */
export function memberSource(): string {
  const lines = [...ccxt.exchanges].sort().map((id) => `  ${JSON.stringify(describe(id))},`);
  return [
    "import type { Member } from '../member';",
    '',
    `/** Written by codegen/write.ts from the installed ccxt; do not edit. */`,
    'export const MEMBERS: readonly Member[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
}

function describe(id: string): Member {
  const plain = (ccxt as unknown as Constructors)[id];
  const pro = (ccxt.pro as unknown as Constructors)[id];
  const Exchange = pro ?? plain;
  if (!Exchange) throw new Error(`ccxt lists ${id} and does not export it`);
  const { name, has, timeframes, rateLimit, precisionMode, hostname = '', urls } = new Exchange();
  const addresses = textsIn(urls.api).map((text) => text.replaceAll('{hostname}', hostname));
  const rest = originOf(addresses, 'http');
  return {
    id,
    title: name,
    streams: pro !== undefined,
    calls: CALLS.filter((call) => has[call] === true),
    intervals: (Object.keys(INTERVALS) as (keyof typeof INTERVALS)[]).filter((interval) => timeframes && interval in timeframes),
    rateLimit: Math.ceil(rateLimit),
    rest,
    socket: originOf(addresses, 'ws') || rest.replace(/^http/, 'ws'),
    tickless: precisionMode === SIGNIFICANT_DIGITS,
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function originOf(addresses: readonly string[], scheme: string): string {
  const [, origin = ''] = addresses.map((text) => /^(\w+:\/\/[^/]+)/.exec(text)).find((match) => match?.[1]?.startsWith(scheme)) ?? [];
  return origin;
}
