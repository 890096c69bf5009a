import { createHmac } from 'node:crypto';
import { Socket } from 'node:net';
import { jest } from '@jest/globals';
import type { CommandOutcome, OrderTicket } from '@libs/sdk';
import { LocalVenue } from '../test/local-venue';
import type { Answer } from '../test/local-venue';
import { BybitAccountQueries } from './account-queries';
import { BybitOrderEntry } from './order-entry';

const instrument = { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', category: 'linear' } as const;

const ticket: OrderTicket = {
  clientOrderId: 'c1',
  instrument,
  side: 'BUY',
  type: 'LIMIT',
  quantity: '0.010',
  price: '50000.5',
  timeInForce: 'GTC',
  postOnly: true,
  reduceOnly: false,
};

describe('order entry', () => {
  let venue: LocalVenue;
  let entry: BybitOrderEntry;

  beforeEach(async () => {
    venue = await new LocalVenue().start();
    entry = new BybitOrderEntry(venue.options, 300);
    await entry.ready();
  });

  afterEach(async () => {
    entry.close();
    await venue.stop();
  });

  async function outcome(answer: Answer): Promise<CommandOutcome> {
    venue.answer = answer;
    return entry.signSubmit(ticket).send();
  }

  const refusal = (retCode: number) => (): string => JSON.stringify({ retCode, retMsg: 'words', result: {}, retExtInfo: {}, time: 1 });

  it('sends the order with a signature over the raw body', async () => {
    expect(await outcome(() => ({ orderId: 'v1', orderLinkId: 'c1' }))).toEqual({ kind: 'accepted', venueOrderId: 'v1' });
    const [request] = venue.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v5/order/create' });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '50000.5',
      timeInForce: 'PostOnly',
      orderLinkId: 'c1',
      positionIdx: 0,
      reduceOnly: false,
    });
    const signed = `1700000000000key5000${request?.body}`;
    expect(request?.headers['x-bapi-sign']).toBe(createHmac('sha256', 'secret').update(signed).digest('hex'));
  });

  it('writes in the same synchronous turn', () => {
    const write = jest.spyOn(Socket.prototype, 'write');
    const command = entry.signSubmit(ticket);
    expect(write).not.toHaveBeenCalled();
    void command.send();
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
  });

  it('says when it may be asked again after too many requests, and sends nothing before', async () => {
    const refused = { kind: 'refused', code: '10006', message: 'words' };
    const busy: Answer = (_request, response) => {
      response.setHeader('x-bapi-limit-reset-timestamp', String(venue.options.now() + 60_000));
      response.end(JSON.stringify({ retCode: 10_006, retMsg: 'words', result: {}, time: 1 }));
    };
    expect(await outcome(busy)).toMatchObject({ ...refused, retryAfter: expect.any(Number) as number });
    expect(await entry.signSubmit(ticket).send()).toMatchObject({ kind: 'unsent', retryAfter: expect.any(Number) as number });
    expect(venue.requests).toHaveLength(1);
    venue.answer = () => ({ orderId: 'v1', orderLinkId: 'c1' });
    expect(await entry.signCancel(ticket).send()).toMatchObject({ kind: 'accepted' });
  });

  it('takes too many requests of its address for a refusal, with the time that the answer says', async () => {
    const busy: Answer = (_request, response) => {
      response.setHeader('retry-after', '30');
      response.end(JSON.stringify({ retCode: 10_018, retMsg: 'words', result: {}, time: 1 }));
    };
    const refused = await outcome(busy);
    expect(refused).toMatchObject({ kind: 'refused', code: '10018', message: 'words' });
    expect(refused.kind === 'refused' && refused.retryAfter).toBeGreaterThan(29_000);
    expect(await entry.signCancel(ticket).send()).toMatchObject({ kind: 'unsent' });
  });

  it('lets nothing through to a venue that has banned the address', async () => {
    const banned: Answer = (_request, response) => {
      response.statusCode = 403;
      response.end('access too frequent');
    };
    expect(await outcome(banned)).toMatchObject({ kind: 'refused', code: 'HTTP 403' });
    const cancelled = await entry.signCancel(ticket).send();
    expect(cancelled.kind === 'unsent' && cancelled.retryAfter).toBeGreaterThan(590_000);
    await expect(new BybitAccountQueries(venue.options).openOrders()).rejects.toThrow('Bybit PAUSED');
    expect(venue.requests).toHaveLength(1);
  });

  it('never sends one command twice', async () => {
    venue.answer = () => ({ orderId: 'v1', orderLinkId: 'c1' });
    const command = entry.signSubmit(ticket);
    await command.send();
    expect(() => command.send()).toThrow('never sent twice');
    expect(venue.requests).toHaveLength(1);
  });

  it.each([10001, 110007, 110094, 170131])('takes %d for a refusal', async (code) => {
    expect(await outcome(refusal(code))).toEqual({ kind: 'refused', code: String(code), message: 'words' });
  });

  it.each([10016, 10000, 170146, 170007, 110072, 170141, 110001, 170213, 999999])('does not know after %d', async (code) => {
    expect((await outcome(refusal(code))).kind).toBe('unknown');
  });

  it.each<[string, Answer]>([
    ['a timeout', () => undefined],
    ['a reset', (_, response) => void response.socket?.resetAndDestroy()],
    [
      'a close in the middle of the answer',
      (_, response) => void response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"retCode":0'),
    ],
    ['a 503', (_, response) => void response.writeHead(503).end('<html>maintenance</html>')],
    ['a redirect', (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['a body that is no JSON', () => 'oops'],
    ['bytes that are no HTTP', (_, response) => void response.socket?.end('SSH-2.0-x\r\n\r\n')],
    ['an acknowledgement of another order', () => ({ orderId: 'v1', orderLinkId: 'other' })],
    ['an acknowledgement without an id', () => ({})],
  ])('does not know after %s, and asks nobody twice', async (_, answer) => {
    expect((await outcome(answer)).kind).toBe('unknown');
    expect(venue.requests).toHaveLength(1);
  });

  it('reads a chunked answer', async () => {
    const chunked: Answer = (_, response) => {
      response.write('{"retCode":0,"retMsg":"OK",');
      setTimeout(() => response.end('"result":{"orderId":"v9","orderLinkId":"c1"}}'), 5);
    };
    expect(await outcome(chunked)).toEqual({ kind: 'accepted', venueOrderId: 'v9' });
  });

  it('carries on after an answer that closed the connection', async () => {
    const closing: Answer = (_, response) => {
      response.setHeader('connection', 'close');
      return { orderId: 'v1', orderLinkId: 'c1' };
    };
    for (let n = 0; n < 6; n += 1) {
      await entry.ready();
      expect((await outcome(closing)).kind).toBe('accepted');
    }
  });

  it('says of what found no open connection that it was not sent', async () => {
    venue.answer = () => ({ orderId: 'v1', orderLinkId: 'c1' });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => entry.signCancel(ticket).send()));
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'accepted')).toHaveLength(venue.requests.length);
    expect(kinds.filter((kind) => kind === 'unsent')).toHaveLength(8 - venue.requests.length);
    expect(venue.requests.length).toBeLessThan(8);
  });

  it('is not ready while nobody listens', async () => {
    const { options } = venue;
    await venue.stop();
    const lonely = new BybitOrderEntry(options, 300);
    await expect(lonely.ready()).rejects.toThrow('ECONNREFUSED');
    expect(await lonely.signSubmit(ticket).send()).toMatchObject({
      kind: 'unsent',
      message: expect.stringContaining('no connection') as string,
    });
    lonely.close();
    venue = await new LocalVenue().start();
  });
});
