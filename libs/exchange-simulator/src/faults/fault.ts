import type { OutgoingHttpHeaders } from 'node:http';
import type { Category } from '@libs/kernel';
import type { SeizureKind } from '@libs/simulation';
import type { HubKind, OutFrame } from '../ws/frame';

/** One call of a client, over REST or over the order-entry socket; both name it by the REST path. */
export interface ApiCall {
  readonly channel: 'rest' | 'ws';
  /** e.g. `/v5/order/create`, for `order.create` on the socket too. */
  readonly path: string;
  /** Undefined while the caller is not known. */
  readonly accountId: string | undefined;
  /** What was asked, parsed: query or body; empty when it could not be parsed. What a fault changes in it reaches the venue. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** What a client gets back; `body` is the V5 envelope, or text for what is no V5 answer at all. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: OutgoingHttpHeaders;
}

/** No answer: the connection stays open and silent, or is cut. */
export type Silence = 'HANG' | 'CUT';

/** What stands between clients and the venue. */
export interface CallTap {
  /** Nothing would be changed: the call may go straight on. */
  readonly isQuiet: boolean;
  call(call: ApiCall, handle: () => Promise<ApiAnswer | Silence>): Promise<ApiAnswer | Silence>;
}

export type SendText = (text: string) => void;

/** Does `work` after so many wall milliseconds, unless the simulator stops before. */
export type Later = (milliseconds: number, work: () => void) => void;

/** What some faults do to the venue itself, by its ordinary means. */
export interface VenueActs {
  /** Wall time, epoch milliseconds. */
  wallNow(): number;
  restartBooks(isMeant: (topic: string) => boolean): void;
  closeConnections(which: { readonly hub?: HubKind; readonly accountId?: string }): void;
  placeOrder(accountId: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  liquidate(accountId: string, symbol: string, kind: SeizureKind): Promise<void>;
  payFunding(symbol: string, rate: string): Promise<void>;
  setHedged(accountId: string, hedged: boolean): Promise<void>;
  changeInstrument(symbol: string, category: Category, filters: Readonly<Record<string, string>>): void;
  setListed(symbol: string, category: Category, listed: boolean): void;
  refuseNextTrigger(accountId: string): void;
  rejectAfterAck(accountId: string): void;
  sendPrivate(accountId: string, topic: string, data: Readonly<Record<string, unknown>>): void;
}

export interface FaultTools {
  readonly later: Later;
  readonly acts: VenueActs;
  /** Whether the fault strikes at this opportunity; counts it when it does. */
  strikes(): boolean;
  /** 0 ≤ x < 1, from the scenario's seed. */
  uniform(): number;
}

/** An armed fault: whatever it does not define it leaves alone. */
export interface Fault {
  call?(call: ApiCall, next: () => Promise<ApiAnswer | Silence>): Promise<ApiAnswer | Silence>;
  /** Not calling `next` drops the frame; later is a delay, twice a duplicate. */
  frame?(frame: OutFrame, next: SendText): void;
  /** Milliseconds by which the venue's clock is off, as clients see it. */
  clockOffset?(): number;
  /** Answers HTTP with this instead of upgrading a new socket. */
  connect?(hub: HubKind): { readonly status: number; readonly body: string } | undefined;
  /** Once, when it strikes by itself instead of at an opportunity. */
  begin?(): void | Promise<void>;
  /** Puts back what `begin` changed. */
  end?(): void | Promise<void>;
}
