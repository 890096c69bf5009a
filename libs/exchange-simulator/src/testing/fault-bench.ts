import { systemTimers } from '@libs/platform';
import type { ApiAnswer, ApiCall, Silence, VenueActs } from '../faults/fault';
import type { OutFrame } from '../ws/frame';
import { FaultDesk } from '../faults/fault-desk';
import { readScenario } from '../faults/scenario';

/** A desk with time in the test's hand, and what its faults did to the venue. */
export class FaultBench {
  readonly acts: string[] = [];
  readonly failures: string[] = [];
  now = 0;
  readonly desk = new FaultDesk({
    acts: this.recordingActs(),
    monotonic: () => this.now,
    timers: systemTimers,
    failed: (fault, error) => this.failures.push(`${fault}: ${String(error)}`),
  });

  arm(...faults: object[]): this {
    this.desk.arm(readScenario({ faults }));
    return this;
  }

  /** What reaches the client when these texts are sent to it, in order. */
  deliver(texts: readonly string[], frame: Partial<OutFrame> = {}): string[] {
    const got: string[] = [];
    for (const text of texts) this.desk.frame({ ...FRAME, ...frame, text }, (arrived) => got.push(arrived));
    return got;
  }

  call(call: Partial<ApiCall>, answer: () => ApiAnswer): Promise<ApiAnswer | Silence> {
    return this.desk.call({ ...CALL, ...call }, () => Promise.resolve(answer()));
  }

  private recordingActs(): VenueActs {
    const { acts } = this;
    const recorder = new Proxy(
      {},
      {
        get: (_target, name) =>
          name === 'wallNow' ? () => this.now : (...args: unknown[]) => void acts.push(`${String(name)} ${JSON.stringify(args)}`),
      },
    );
    return recorder as VenueActs;
  }
}

const FRAME: OutFrame = { hub: 'public', connectionId: 'c1', accountId: undefined, kind: 'data', topic: 'orderbook.50.BTCUSDT', text: '' };
const CALL: ApiCall = { channel: 'rest', path: '/v5/order/create', accountId: 'me', asked: { symbol: 'BTCUSDT' } };

export function bookDelta(update: number, more: object = {}): string {
  return JSON.stringify({
    topic: 'orderbook.50.BTCUSDT',
    type: 'delta',
    data: { s: 'BTCUSDT', b: [], a: [['101', '1']], u: update, ...more },
  });
}

export function ok(result: object = {}): ApiAnswer {
  return { status: 200, body: { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: 0 } };
}
