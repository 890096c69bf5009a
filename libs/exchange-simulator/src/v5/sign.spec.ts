import { createHmac } from 'node:crypto';
import { verifyLogin, verifyRequest, type SignedRequest } from './sign';

const KEY = { apiKey: 'key', apiSecret: 'secret', accountId: 'me' };
const NOW = 1_750_000_000_000;
const hmac = (text: string | Buffer): string => createHmac('sha256', 'secret').update(text).digest('hex');

function codeOf(request: Partial<SignedRequest>, stamp = NOW): number {
  const timestamp = String(stamp);
  const payload = request.payload ?? 'category=linear';
  const sign = hmac(
    Buffer.concat([Buffer.from(`${timestamp}key${'recvWindow' in request ? (request.recvWindow ?? '') : '5000'}`), Buffer.from(payload)]),
  );
  const verdict = verifyRequest({ apiKey: 'key', timestamp, recvWindow: '5000', sign, ...request, payload }, NOW, (apiKey) =>
    apiKey === 'key' ? KEY : undefined,
  );
  return 'reply' in verdict ? verdict.reply.retCode : 0;
}

describe('a signed request', () => {
  it('is known by HMAC-SHA256 over time, key, window and the raw payload', () => {
    expect(codeOf({})).toBe(0);
    expect(codeOf({ payload: '' })).toBe(0);
    expect(codeOf({ payload: Buffer.from('{"a": 1,  "ü":"€"}') })).toBe(0);
    expect(codeOf({ payload: 'b=2&a=%31&c' })).toBe(0);
  });

  it('may leave the window out', () => {
    expect(codeOf({ recvWindow: undefined })).toBe(0);
  });

  it.each([
    ['10003', 'an unknown key', { apiKey: 'other' }],
    ['10003', 'no key', { apiKey: undefined }],
    ['10004', 'a signature of something else', { sign: hmac('something else') }],
    ['10004', 'a signature that is no hex', { sign: 'zz' }],
    ['10004', 'no signature', { sign: undefined }],
    ['10002', 'a time that is no number', { timestamp: 'now' }],
    ['10002', 'no time', { timestamp: undefined }],
    ['10002', 'a window that is no number', { recvWindow: 'wide' }],
  ] as const)('is answered %s for %s', (code, _name, request) => {
    expect(codeOf(request)).toBe(Number(code));
  });

  it.each([
    [-5_000, 0],
    [-5_001, 10_002],
    [999, 0],
    [1_000, 10_002],
  ])('stamped %i ms from the clock, with a window of 5000, is answered %i', (offset, code) => {
    expect(codeOf({}, NOW + offset)).toBe(code);
  });
});

describe('a login', () => {
  it('signs GET/realtime and its expiry', () => {
    expect(verifyLogin(KEY, '1750000005000', hmac('GET/realtime1750000005000'))).toBe(true);
    expect(verifyLogin(KEY, '1750000005001', hmac('GET/realtime1750000005000'))).toBe(false);
  });
});
