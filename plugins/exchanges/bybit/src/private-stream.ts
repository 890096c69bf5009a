import type { ExchangeOptions, ParsedFrame, PrivateEvent, StreamCodec } from '@libs/sdk';
import { ControlFrames, STREAM_LIMITS } from './control-frames';
import { toExecution, toOrder } from './records';
import { authenticationFrame, credentialsOf } from './signature';
import type { Credentials } from './signature';
import { fields, list } from './wire';

export const PRIVATE_TOPICS: readonly string[] = ['order', 'execution'];

/** Our orders and executions as they happen; https://bybit-exchange.github.io/docs/v5/websocket/private/order */
export class PrivateStream implements StreamCodec<PrivateEvent> {
  readonly urls: readonly string[];
  readonly limits = STREAM_LIMITS;
  readonly heartbeatMs = 5_000;
  private readonly control = new ControlFrames();
  private readonly credentials: Credentials;

  constructor(private readonly options: ExchangeOptions) {
    this.urls = [`${options.privateWebSocketUrl}/v5/private`];
    this.credentials = credentialsOf(options);
  }

  /** Signed by the venue's clock: by that of a machine ten seconds behind it would have expired on arrival. */
  opening(): readonly string[] {
    this.control.reset();
    return [authenticationFrame(this.credentials, this.options.now())];
  }

  subscribe(topics: readonly string[]): readonly string[] {
    return this.control.requests('subscribe', topics);
  }

  unsubscribe(topics: readonly string[]): readonly string[] {
    return this.control.requests('unsubscribe', topics);
  }

  heartbeat(): string {
    return this.control.ping();
  }

  /** Orders and executions come when they happen. */
  promisedSilence(): null {
    return null;
  }

  parse(frame: string): ParsedFrame<PrivateEvent> {
    const message = fields(JSON.parse(frame), 'a frame');
    const topic = message['topic'];
    if (typeof topic !== 'string') return this.control.parse(message);
    const records = list(message['data'], `${topic} records`).map((record) => fields(record, `an ${topic} record`));
    if (topic === 'order') return { kind: 'data', topic, events: records.flatMap(orderEvents) };
    if (topic === 'execution') return { kind: 'data', topic, events: records.flatMap(executionEvents) };
    return { kind: 'ignored' };
  }
}

function orderEvents(record: Parameters<typeof toOrder>[0]): readonly PrivateEvent[] {
  const order = toOrder(record);
  return order ? [{ type: 'order', order }] : [];
}

function executionEvents(record: Parameters<typeof toExecution>[0]): readonly PrivateEvent[] {
  const execution = toExecution(record);
  return execution ? [{ type: 'execution', execution }] : [];
}
