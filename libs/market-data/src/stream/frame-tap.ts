/** When a frame passed, on both clocks: `wall` is epoch milliseconds, `monotonic` milliseconds of this process. */
export interface FrameTime {
  readonly wall: number;
  readonly monotonic: number;
}

/** Hears everything that passes a stream connection, in order; what a recorder writes down. */
export interface FrameTap {
  opened(connection: string, url: string, at: FrameTime): void;
  frame(connection: string, direction: 'IN' | 'OUT', text: string, at: FrameTime): void;
  closed(connection: string, reason: string, at: FrameTime): void;
}
