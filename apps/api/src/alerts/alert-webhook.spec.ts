import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '@libs/alerts';
import { AlertWebhook } from './alert-webhook';

const alert = (id: string): Alert => ({
  id,
  kind: 'data-trust',
  state: 'RAISED',
  severity: 'critical',
  subject: 'account demo',
  text: 'entries wait',
  at: '2026-01-02T03:04:05.000Z',
});

describe('AlertWebhook', () => {
  let server: Server;
  let answers: number[];
  let bodies: unknown[];
  let lines: string[];
  let pauses: number[];
  let webhook: AlertWebhook;

  beforeEach(async () => {
    [answers, bodies, lines, pauses] = [[], [], [], []];
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        bodies.push([request.method, request.headers['content-type'], JSON.parse(text)]);
        response.writeHead(answers.shift() ?? 200).end('thanks');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = (message: string): void => void lines.push(message);
    webhook = new AlertWebhook({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
      logger: { info: line, warn: line, error: line },
      sleep: async (ms) => void pauses.push(ms),
    });
  });

  afterEach(async () => {
    await webhook.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('posts alerts as JSON, one after the other', async () => {
    webhook.send(alert('1'));
    webhook.send(alert('2'));
    await webhook.idle();
    expect(bodies).toEqual([
      ['POST', 'application/json', alert('1')],
      ['POST', 'application/json', alert('2')],
    ]);
    expect(lines).toEqual(['alert delivered', 'alert delivered']);
  });

  it('tries again after growing pauses when it is refused', async () => {
    answers = [500, 503];
    webhook.send(alert('1'));
    await webhook.idle();
    expect(bodies).toHaveLength(3);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(500);
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(pauses[1]).toBeGreaterThanOrEqual(1_000);
    expect(pauses[1]).toBeLessThanOrEqual(2_000);
    expect(lines.at(-1)).toBe('alert delivered');
  });

  it('gives up after eight tries, says so, and goes on with the next', async () => {
    answers = Array.from({ length: 8 }, () => 404);
    webhook.send(alert('1'));
    webhook.send(alert('2'));
    await webhook.idle();
    expect(bodies).toHaveLength(9);
    expect(lines.filter((line) => line === 'an alert is given up')).toHaveLength(1);
    expect(lines.at(-1)).toBe('alert delivered');
  });
});
