import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { checkRequest, readRsaPublicKey, verify, verifyLogin, type SignedRequest } from './sign';

const KEY = { apiKey: 'key', apiSecret: 'secret' };
const NOW = 1_750_000_000_000;
const hmac = (text: string | Buffer): string => createHmac('sha256', 'secret').update(text).digest('hex');

function codeOf(request: Partial<SignedRequest>, stamp = NOW): number {
  const timestamp = String(stamp);
  const payload = request.payload ?? 'category=linear';
  const window = 'recvWindow' in request ? (request.recvWindow ?? '') : '5000';
  const sign = hmac(Buffer.concat([Buffer.from(`${timestamp}key${window}`), Buffer.from(payload)]));
  return checkRequest(KEY, { timestamp, recvWindow: '5000', sign, ...request, payload }, NOW)?.retCode ?? 0;
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

  it('that is signed wrongly is told what should have been signed', () => {
    const reply = checkRequest(KEY, { timestamp: String(NOW), recvWindow: '5000', sign: 'ff', payload: 'a=1' }, NOW);
    expect(reply?.retMsg).toBe('error sign! origin_string[1750000000000key5000a=1]');
  });
});

describe('a login', () => {
  it('signs GET/realtime and its expiry', () => {
    expect(verifyLogin(KEY, '1750000005000', hmac('GET/realtime1750000005000'))).toBe(true);
    expect(verifyLogin(KEY, '1750000005001', hmac('GET/realtime1750000005000'))).toBe(false);
  });
});

describe('an RSA key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = { apiSecret: '', rsaPublicKey: publicKey };
  const sign = (text: string): string => createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');

  it('signs the same text with RSA-SHA256, in base64', () => {
    expect(verify(key, ['1750000000000key5000', 'a=1'], sign('1750000000000key5000a=1'))).toBe(true);
    expect(verify(key, 'GET/realtime1750000005000', sign('GET/realtime1750000005000'))).toBe(true);
    expect(verify(key, 'GET/realtime1750000005000', sign('GET/realtime1750000005001'))).toBe(false);
    expect(verify(key, 'text', 'no base64 at all')).toBe(false);
  });

  it('does not take an HMAC with an empty secret for a signature', () => {
    expect(verify(key, 'text', createHmac('sha256', '').update('text').digest('hex'))).toBe(false);
  });

  it('is refused when it is no key or too short a one', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    expect([readRsaPublicKey('nothing'), readRsaPublicKey(short.publicKey)]).toEqual([undefined, undefined]);
    expect(readRsaPublicKey(publicKey)).toBeDefined();
  });
});
