import { GraphQLError } from 'graphql';
import { isReaderGone } from './reader-gone';

const wrapped = (fields: object): GraphQLError => new GraphQLError('x', { originalError: Object.assign(new Error('x'), fields) });

describe('isReaderGone', () => {
  it('knows a write that nobody takes', () => {
    expect([
      isReaderGone(wrapped({ syscall: 'write', code: 'EPIPE' })),
      isReaderGone(wrapped({ syscall: 'write', code: 'ECONNRESET' })),
    ]).toEqual([true, true]);
  });

  it('takes nothing else for it', () => {
    expect([
      isReaderGone(wrapped({ syscall: 'connect', code: 'ECONNRESET' })),
      isReaderGone(wrapped({})),
      isReaderGone(new GraphQLError('x')),
    ]).toEqual([false, false, false]);
  });
});
