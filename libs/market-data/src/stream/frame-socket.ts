import { WebSocket } from 'ws';
import type { RawData } from 'ws';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const LARGEST_FRAME = 8 * 1024 * 1024;

/** A socket that carries text frames. */
export interface FrameSocket {
  send(frame: string): void;
  /** Ends it at once; nothing is heard of it afterwards. */
  close(): void;
}

export interface FrameSocketHandlers {
  open(): void;
  frame(text: string): void;
  closed(reason: string): void;
}

export type OpenSocket = (url: string, handlers: FrameSocketHandlers) => FrameSocket;

/** A WebSocket of the `ws` package; frames are not compressed, which costs latency and memory for nothing on small ones. */
export const openWebSocket: OpenSocket = (url, handlers) => {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: LARGEST_FRAME,
    followRedirects: false,
  });
  let problem = '';
  socket.on('open', () => handlers.open());
  socket.on('message', (data: RawData) => handlers.frame(textOf(data)));
  socket.on('error', (error) => {
    problem = error.message;
  });
  socket.on('close', (code, reason) =>
    handlers.closed(problem || `closed by the venue (${code}${reason.length > 0 ? ` ${reason.toString()}` : ''})`),
  );
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    close: () => socket.terminate(),
  };
};

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
