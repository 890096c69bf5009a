import type { WebSocket } from 'ws';
import type { IssuedKey } from '../exchange/api-keys';
import type { FrameLog } from '../inspection/frame-log';
import { Message, type FrameKind, type FrameTaps, type HubKind } from './frame';

/**
 * Bytes a client may leave unread before it is cut off: it must not grow the memory of everybody's exchange. A book of
 * 1,000 levels takes about 40 KB, so this is some two hundred of them.
 */
export const MOST_UNREAD = 8 * 1024 * 1024;

/** What a connection needs of its socket. */
export type ClientSocket = Pick<WebSocket, 'readyState' | 'OPEN' | 'bufferedAmount' | 'send' | 'terminate'>;

export interface ConnectionParts {
  readonly id: string;
  readonly hub: HubKind;
  readonly path: string;
  readonly address: string;
  readonly socket: ClientSocket;
  /** Milliseconds that may pass without a frame in either direction. */
  readonly aliveMs: number;
  readonly monotonic: () => number;
  readonly wallNow: () => number;
  readonly frames: FrameLog;
  readonly taps: FrameTaps;
}

/** One client socket. Every frame to the client leaves through `send`, every frame of the client comes by `received`. */
export class Connection {
  readonly topics = new Set<string>();
  /** Set after a good login. */
  key: IssuedKey | undefined;
  private lastActive: number;

  constructor(private readonly parts: ConnectionParts) {
    this.lastActive = parts.monotonic();
  }

  get id(): string {
    return this.parts.id;
  }

  get hub(): HubKind {
    return this.parts.hub;
  }

  get path(): string {
    return this.parts.path;
  }

  get address(): string {
    return this.parts.address;
  }

  get accountId(): string | undefined {
    return this.key?.accountId;
  }

  send(message: Message): void {
    const { outgoing } = this.parts.taps;
    if (!outgoing) return this.write(message.text, message);
    const { kind, topic, text } = message;
    const frame = { hub: this.hub, connectionId: this.id, accountId: this.accountId, kind, topic, text };
    outgoing(frame, (changed) => this.write(changed, message));
  }

  answer(kind: FrameKind, value: object): void {
    this.send(Message.of(kind, value));
  }

  received(text: string): void {
    this.lastActive = this.parts.monotonic();
    this.log('IN', this.path, text);
  }

  /** Cuts the line without a farewell, as the exchange does. */
  cut(): void {
    this.parts.socket.terminate();
  }

  cutIfIdle(): void {
    if (this.parts.monotonic() - this.lastActive >= this.parts.aliveMs) this.cut();
  }

  private write(text: string, message: Message): void {
    const { socket, monotonic } = this.parts;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNREAD) return this.cut();
    this.lastActive = monotonic();
    this.log('OUT', message.topic || this.path, text);
    socket.send(text === message.text ? message.encoded : text, { binary: false });
  }

  private log(direction: 'IN' | 'OUT', path: string, text: string): void {
    const { id, frames, wallNow } = this.parts;
    frames.add({ at: wallNow(), wire: 'WS', direction, connection: id, account: this.accountId, path, text });
  }
}
