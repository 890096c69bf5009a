import type { CommandOutcome, ExchangeOptions, OrderEntry, OrderTicket, SignedCommand } from '@libs/sdk';
import { OrderConnections } from './order-connections';
import { outcomeOf } from './outcome';
import { credentialsOf, signedHeaders } from './signature';
import type { Credentials } from './signature';

const ANSWER_TIMEOUT_MS = 5_000;

/** Orders over REST; https://bybit-exchange.github.io/docs/v5/order/create-order */
export class BybitOrderEntry implements OrderEntry {
  private readonly connections: OrderConnections;
  private readonly credentials: Credentials;
  private readonly host: string;

  constructor(
    private readonly options: ExchangeOptions,
    timeoutMs = ANSWER_TIMEOUT_MS,
  ) {
    const origin = new URL(options.restUrl);
    this.host = origin.host;
    this.connections = new OrderConnections(origin, timeoutMs);
    this.credentials = credentialsOf(options);
  }

  ready(): Promise<void> {
    return this.connections.ready();
  }

  signSubmit(ticket: OrderTicket): SignedCommand {
    return this.sign('/v5/order/create', ticket.clientOrderId, submitBody(ticket));
  }

  signCancel(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): SignedCommand {
    const { category, venueSymbol } = order.instrument;
    return this.sign('/v5/order/cancel', order.clientOrderId, { category, symbol: venueSymbol, orderLinkId: order.clientOrderId });
  }

  close(): void {
    this.connections.close();
  }

  private sign(path: string, clientOrderId: string, content: Readonly<Record<string, unknown>>): SignedCommand {
    const body = JSON.stringify(content);
    const signedAt = this.options.now();
    const headers = {
      Host: this.host,
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      Connection: 'keep-alive',
      ...signedHeaders(this.credentials, this.options.requestWindow, signedAt, body),
    };
    const head = [`POST ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
    let sent = false;
    const send = (): Promise<CommandOutcome> => {
      if (sent) throw new Error(`The command for ${clientOrderId} was sent already; it is never sent twice.`);
      sent = true;
      return this.connections.send(`${head}\r\n\r\n${body}`).then(
        (response) => outcomeOf(response, clientOrderId),
        (error: Error): CommandOutcome => ({ kind: 'unknown', cause: error.message }),
      );
    };
    return { signedAt, send };
  }
}

function submitBody(ticket: OrderTicket): Readonly<Record<string, unknown>> {
  const { category, venueSymbol } = ticket.instrument;
  return {
    category,
    symbol: venueSymbol,
    side: ticket.side === 'BUY' ? 'Buy' : 'Sell',
    orderType: ticket.type === 'MARKET' ? 'Market' : 'Limit',
    qty: ticket.quantity,
    ...(ticket.price === undefined ? {} : { price: ticket.price }),
    timeInForce: ticket.postOnly ? 'PostOnly' : ticket.timeInForce,
    orderLinkId: ticket.clientOrderId,
    ...(category === 'linear' ? { positionIdx: 0, reduceOnly: ticket.reduceOnly } : {}),
    // Without this a market buy on spot takes `qty` as an amount of quote currency.
    ...(category === 'spot' && ticket.type === 'MARKET' ? { marketUnit: 'baseCoin' } : {}),
  };
}
