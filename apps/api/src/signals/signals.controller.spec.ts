import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../results/problem';
import { PeerThrottle } from './peer-throttle';
import type { SignalDesk } from './signal-desk';
import { SignalsController } from './signals.controller';

describe('a webhook', () => {
  it('that is guessed at is not looked up once its peer has asked too often, and other peers are', async () => {
    const looked: string[] = [];
    const book = {
      open: () => Promise.reject(new Error('not here')),
      close: () => Promise.reject(new Error('not here')),
      deploymentOf: async (token: string) => (looked.push(token), null),
    };
    const desk: Pick<SignalDesk, 'send'> = { send: () => Promise.reject(new Error('not here')) };
    const controller = new SignalsController(desk as SignalDesk, book, new PeerThrottle(() => 0));
    const statuses = new Map<number, number>();
    const guess = async (remoteAddress: string, token: string): Promise<void> => {
      const request = { socket: { remoteAddress } } as FastifyRequest;
      const error: unknown = await controller.hook(token, {}, request, {} as FastifyReply).catch((failure: unknown) => failure);
      const { status } = error as Problem;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let n = 0; n < 1_000; n += 1) await guess('10.0.0.1', `guess ${n}`);
    expect([...statuses]).toEqual([
      [404, 120],
      [429, 880],
    ]);
    expect(looked).toHaveLength(120);
    await guess('10.0.0.2', 'another');
    expect(looked.at(-1)).toBe('another');
  });
});
