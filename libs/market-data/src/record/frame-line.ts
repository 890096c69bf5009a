import type { FrameTime } from '../stream/frame-tap';

/** What passed a connection; `lost` says how many things could not be written because the disk was too slow. */
export type RecordedFrame = { readonly at: FrameTime } & (
  | { readonly type: 'opened'; readonly connection: string; readonly url: string }
  | { readonly type: 'in' | 'out'; readonly connection: string; readonly text: string }
  | { readonly type: 'closed'; readonly connection: string; readonly reason: string }
  | { readonly type: 'lost'; readonly count: number }
);

/** One line of JSON; numbers and texts come back exactly as they were, lone surrogates included. */
export function encodeLine(frame: RecordedFrame): string {
  return `${JSON.stringify([frame.type, frame.at.wall, frame.at.monotonic, ...restOf(frame)])}\n`;
}

function restOf(frame: RecordedFrame): readonly (string | number)[] {
  switch (frame.type) {
    case 'opened':
      return [frame.connection, frame.url];
    case 'in':
    case 'out':
      return [frame.connection, frame.text];
    case 'closed':
      return [frame.connection, frame.reason];
    case 'lost':
      return [frame.count];
  }
}

export function decodeLine(line: string): RecordedFrame {
  const [type, wall, monotonic, first, second] = JSON.parse(line) as [RecordedFrame['type'], number, number, string | number, string];
  const at = { wall, monotonic };
  const connection = String(first);
  switch (type) {
    case 'opened':
      return { type, at, connection, url: second };
    case 'in':
    case 'out':
      return { type, at, connection, text: second };
    case 'closed':
      return { type, at, connection, reason: second };
    case 'lost':
      return { type, at, count: Number(first) };
  }
}
