import type { ParsedFrame, PrivateEvent } from '@libs/sdk';
import { itWithRecordings, recording } from '../test/recordings';
import { PrivateStream } from './private-stream';

const options = {
  restUrl: '',
  publicWebSocketUrl: '',
  privateWebSocketUrl: 'ws://v',
  apiKey: 'key',
  apiSecret: 'secret',
  requestWindow: 5_000,
  now: () => 0,
};

function parse(frame: string): ParsedFrame<PrivateEvent> {
  return new PrivateStream(options).parse(frame);
}

describe('the private stream', () => {
  it("authenticates with a signature that expires ten seconds later by the venue's clock", () => {
    const [frame = ''] = new PrivateStream({ ...options, now: () => 1_000 }).opening();
    expect(JSON.parse(frame)).toEqual({
      op: 'auth',
      // printf 'GET/realtime11000' | openssl dgst -sha256 -hmac secret
      args: ['key', 11_000, '63fec3bc52de3c148b5b4a21325f5f5a3922820be0966a14187c104aac4f1ae1'],
    });
  });

  itWithRecordings('reads a recorded execution; its fee is in the settle coin', () => {
    expect(parse(recording('ws_account_execution'))).toEqual({
      kind: 'data',
      topic: 'execution',
      events: [
        {
          type: 'execution',
          execution: {
            executionId: '0ab1bdf7-4219-438b-b30a-32ec863018f7',
            clientOrderId: 'test-order-link-001',
            venueOrderId: '9aac161b-8ed6-450d-9cab-c5cc67c21784',
            venueSymbol: 'BTCUSDT',
            category: 'linear',
            side: 'SELL',
            quantity: '0.5',
            price: '95900.1',
            fee: '26.3725275',
            feeAsset: 'USDT',
            liquidity: 'TAKER',
            at: 1_746_270_400_353,
          },
        },
      ],
    });
  });

  itWithRecordings('takes a deleveraging for no trade', () => {
    expect(parse(recording('ws_account_execution_adl'))).toEqual({ kind: 'data', topic: 'execution', events: [] });
  });

  itWithRecordings('reads a recorded order that was cancelled', () => {
    expect(parse(recording('ws_account_order'))).toMatchObject({
      events: [
        {
          type: 'order',
          order: { clientOrderId: 'client-1', status: 'CANCELED', filledQuantity: '0', reason: 'CancelByUser', at: 1_700_000_005_000 },
        },
      ],
    });
  });

  itWithRecordings('keeps what was filled of an order that was rejected later', () => {
    expect(parse(recording('ws_account_order_partially_filled_rejected'))).toMatchObject({
      events: [{ type: 'order', order: { status: 'CANCELED', filledQuantity: '50' } }],
    });
  });

  itWithRecordings('knows an accepted and a refused authentication', () => {
    expect(parse(recording('ws_auth_success'))).toEqual({ kind: 'authenticated' });
    expect(parse(recording('ws_auth_failure'))).toEqual({ kind: 'refused', what: 'authentication', topics: [], message: 'Invalid apikey' });
  });
});
