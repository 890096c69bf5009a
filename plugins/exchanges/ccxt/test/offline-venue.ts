import type { ExchangeOptions, Instrument } from '@libs/sdk';
import { Catalogue } from '../src/catalogue';
import { MEMBERS } from '../src/generated/members';
import { CcxtMarketData } from '../src/market-data';
import type { Member } from '../src/member';
import type { Listing } from '../src/normalise-market';
import { openVendor } from '../src/vendor';
import type { Numbers, Vendor } from '../src/vendor';

/** Answers of the venue's REST, by the end of the path. */
export type RestAnswers = Readonly<Record<string, unknown>>;

type Settle = { readonly promise: Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void };

/** What a ccxt exchange sees of a socket: requests go nowhere, messages come from the test. */
class FakeClient {
  readonly subscriptions: Record<string, unknown> = {};
  readonly futures: Record<string, Promise<unknown>> = {};
  private readonly waiting = new Map<string, Settle>();

  constructor(readonly url: string) {}

  future(hash: string): Promise<unknown> {
    let settle = this.waiting.get(hash);
    if (!settle) {
      settle = futureOf();
      this.waiting.set(hash, settle);
      this.futures[hash] = settle.promise;
    }
    return settle.promise;
  }

  reusableFuture(hash: string): Promise<unknown> {
    return this.future(hash);
  }

  resolve(value: unknown, hash: string): unknown {
    this.waiting.get(hash)?.resolve(value);
    this.forget(hash);
    return value;
  }

  reject(error: unknown, hash?: string): unknown {
    for (const known of hash === undefined ? [...this.waiting.keys()] : [hash]) {
      this.waiting.get(known)?.reject(error);
      this.forget(known);
    }
    return error;
  }

  async connect(): Promise<void> {}

  async send(): Promise<void> {}

  close(): void {}

  private forget(hash: string): void {
    this.waiting.delete(hash);
    delete this.futures[hash];
  }
}

/** ccxt's futures can also be subscribed to. */
function futureOf(): Settle {
  const settle = Promise.withResolvers<unknown>();
  const subscribe = (resolve: (value: unknown) => void, reject: (error: unknown) => void): (() => void) => {
    settle.promise.then(resolve, reject);
    return () => undefined;
  };
  return { ...settle, promise: Object.assign(settle.promise, { subscribe }) };
}

type Inside = Vendor & {
  enableRateLimit: boolean;
  fetch(url: string): Promise<unknown>;
  client(url: string): FakeClient;
  handleMessage(client: FakeClient, message: unknown): void;
};

/** A vendor without network: REST answers and socket messages are the test's. */
export interface Offline {
  readonly vendor: Vendor;
  /** As if this frame had come over the socket. */
  receive(message: unknown): void;
}

export async function openOffline(member: Member, rest: RestAnswers, numbers: Numbers): Promise<Offline> {
  const vendor = (await openVendor(member, optionsOf(member), numbers)) as Inside;
  // Asks of the venue's rate limit would only make the test slow.
  vendor.enableRateLimit = false;
  let client = new FakeClient('wss://nobody');
  vendor.fetch = async (url) => {
    const { pathname, search } = new URL(url);
    const key = Object.keys(rest).find((known) => `${pathname}${search}`.includes(known));
    // A copy, as from the wire: ccxt changes what it has parsed.
    return key === undefined ? {} : (JSON.parse(JSON.stringify(rest[key])) as unknown);
  };
  vendor.client = (url) => (client = client.url === url ? client : new FakeClient(url));
  return { vendor, receive: (message) => vendor.handleMessage(client, JSON.parse(JSON.stringify(message))) };
}

export function memberOf(id: string): Member {
  const member = MEMBERS.find((known) => known.id === id);
  if (!member) throw new Error(`ccxt has no ${id}`);
  return member;
}

export const NOW = 1_700_000_130_000;

function optionsOf({ rest, socket }: Member): ExchangeOptions {
  return { restUrl: rest, publicWebSocketUrl: socket, privateWebSocketUrl: socket, requestWindow: 5_000, now: () => NOW };
}

/** Our side of the venue: its catalogue and data over the same answers. */
export function ours(member: Member, rest: RestAnswers): { readonly catalogue: Catalogue; readonly market: CcxtMarketData } {
  const catalogue = new Catalogue(
    member,
    optionsOf(member),
    async (_member, _options, numbers) => (await openOffline(member, rest, numbers)).vendor,
  );
  return { catalogue, market: new CcxtMarketData(member, catalogue, () => NOW) };
}

export async function listingOf(catalogue: Catalogue, symbol: string): Promise<Listing> {
  return catalogue.listing({ symbol } as Instrument);
}
