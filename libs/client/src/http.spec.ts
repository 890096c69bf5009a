import { ApiError, ApiUnreachable, createRequest } from './http';
import { mutation, query } from './generated/api';

const url = 'http://127.0.0.1:1/graphql';
const answering =
  (body: unknown): typeof fetch =>
  async () =>
    new Response(JSON.stringify(body));

describe('createRequest', () => {
  it('gives the root field of the answer', async () => {
    const request = createRequest({ url, fetch: answering({ data: { accounts: [] } }) });
    expect(await request(query.accounts, {})).toEqual([]);
  });

  it('throws the messages of a GraphQL error', async () => {
    const request = createRequest({ url, fetch: answering({ errors: [{ message: 'no such account' }] }) });
    await expect(request(query.account, { id: 'a' })).rejects.toThrow(new ApiError('account', ['no such account']));
  });

  it('names the address when nothing answers', async () => {
    const request = createRequest({ url, fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(request(query.status, {})).rejects.toThrow(ApiUnreachable);
  });

  it('gives the members of a result union their own field names back', async () => {
    const refused = { __typename: 'Refused', code: 'TRADING_HALTED', Refused__limit: 'HALTED', Refused__value: null, message: 'halted' };
    const request = createRequest({ url, fetch: answering({ data: { stopDeployment: refused } }) });
    expect(await request(mutation.stopDeployment, { id: 'd', reason: 'r' })).toMatchObject({ limit: 'HALTED', value: null });
  });
});
