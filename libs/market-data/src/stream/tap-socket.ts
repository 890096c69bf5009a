import type { MonotonicClock, WallClock } from '@libs/platform';
import type { OpenSocket } from './frame-socket';
import type { FrameTap, FrameTime } from './frame-tap';

/** What is to be heard, and the clocks that stamp it. */
export interface SocketTap {
  readonly connection: string;
  readonly tap: FrameTap;
  readonly monotonic: MonotonicClock;
  readonly wall: WallClock;
}

/** The same sockets, with everything that passes them told to a tap first. */
export function tapSocket(open: OpenSocket, { connection, tap, monotonic, wall }: SocketTap): OpenSocket {
  const now = (): FrameTime => ({ wall: wall.now(), monotonic: monotonic.now() });
  return (url, handlers) => {
    let over = false;
    const closed = (reason: string): void => {
      if (!over) tap.closed(connection, reason, now());
      over = true;
    };
    const socket = open(url, {
      open() {
        tap.opened(connection, url, now());
        handlers.open();
      },
      frame(text) {
        if (!over) tap.frame(connection, 'IN', text, now());
        handlers.frame(text);
      },
      closed(reason) {
        closed(reason);
        handlers.closed(reason);
      },
    });
    return {
      send(frame) {
        tap.frame(connection, 'OUT', frame, now());
        socket.send(frame);
      },
      close() {
        closed('closed by us');
        socket.close();
      },
    };
  };
}
