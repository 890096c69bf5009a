import fc from 'fast-check';
import { MAX_COMMANDS, decodeClientOrderId, encodeClientOrderId } from './client-order-id';

const origins = fc.record({
  deploymentId: fc.uuid(),
  inputSeq: fc.integer({ min: 0, max: 36 ** 8 - 1 }),
  index: fc.integer({ min: 0, max: MAX_COMMANDS - 1 }),
});

describe('client order id', () => {
  it('is 35 characters that a venue accepts', () => {
    const id = encodeClientOrderId({ deploymentId: '00000000-0000-4000-8000-000000000001', inputSeq: 36, index: 35 });
    expect(id).toMatch(/^[0-9a-z]{35}$/);
    expect(id.slice(25)).toBe('000000100z');
  });

  it('holds the largest uuid, number and index', () => {
    const origin = { deploymentId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', inputSeq: 36 ** 8 - 1, index: MAX_COMMANDS - 1 };
    expect(encodeClientOrderId(origin)).toHaveLength(35);
    expect(decodeClientOrderId(encodeClientOrderId(origin))).toEqual(origin);
  });

  it('tells its origin back, so two origins never share an id', () => {
    fc.assert(fc.property(origins, (origin) => expect(decodeClientOrderId(encodeClientOrderId(origin))).toEqual(origin)));
  });

  it.each(['', 'web-order-1', 'A'.repeat(35), 'z'.repeat(35), '0'.repeat(36)])('does not take "%s" for one of ours', (text) => {
    expect(decodeClientOrderId(text)).toBeNull();
  });

  it.each([
    [{ deploymentId: 'ABC', inputSeq: 1, index: 0 }, 'deployment id "ABC"'],
    [{ deploymentId: '00000000-0000-4000-8000-000000000001', inputSeq: -1, index: 0 }, 'input sequence -1'],
    [{ deploymentId: '00000000-0000-4000-8000-000000000001', inputSeq: 1.5, index: 0 }, 'input sequence 1.5'],
    [{ deploymentId: '00000000-0000-4000-8000-000000000001', inputSeq: 1, index: MAX_COMMANDS }, 'command index 1296'],
  ])('refuses an origin that does not fit', (origin, message) => {
    expect(() => encodeClientOrderId(origin)).toThrow(message);
  });
});
