import { until, type Client, type Socket } from '../../testing/with-simulator';

export type Answer = Readonly<Record<string, unknown>>;

/** Sends a frame and gives the first frame after it that belongs to no topic. */
export async function ask(socket: Socket, frame: object | string): Promise<Answer> {
  const before = socket.frames.length;
  const answers = (): Answer[] => socket.frames.slice(before).filter(({ topic }) => topic === undefined) as unknown as Answer[];
  socket.send(frame);
  await until(() => answers().length > 0);
  return answers()[0]!;
}

/** Messages of one topic so far. */
export function told(socket: Socket, topic: string): Answer[] {
  return socket.ofTopic(topic) as unknown as Answer[];
}

/** A trade socket after login, and orders on it. */
export async function tradeSocket(client: Client): Promise<(op: string, args: unknown, more?: object) => Promise<Answer>> {
  const socket = await client.signedSocket('/v5/trade');
  return (op, args, more = {}) => {
    const header = { 'X-BAPI-TIMESTAMP': String(Date.now()), 'X-BAPI-RECV-WINDOW': '5000' };
    return ask(socket, { header, op, args, ...more });
  };
}
