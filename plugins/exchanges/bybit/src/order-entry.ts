import { defined } from '@libs/sdk';
import type { AmendTicket, CommandOutcome, ExchangeOptions, OrderEntry, OrderTicket, SignedCommand } from '@libs/sdk';
import { budgetOf } from './address-budget';
import type { AddressBudget } from './address-budget';
import { OrderConnections } from './order-connections';
import type { HttpResponse } from './http-response';
import { limitTimes } from './limit-headers';
import { codeOf, outcomeOf } from './outcome';
import { credentialsOf, signedHeaders } from './signature';
import type { Credentials } from './signature';

const ANSWER_TIMEOUT_MS = 5_000;

/** Sure to be without effect; another connection takes about as long as this. */
const NO_CONNECTION: CommandOutcome = {
  kind: 'unsent',
  message: 'It was not sent: no connection to the venue was open.',
  retryAfter: 100,
};

/** Orders over REST; https://bybit-exchange.github.io/docs/v5/order/create-order */
export class BybitOrderEntry implements OrderEntry {
  private readonly connections: OrderConnections;
  private readonly credentials: Credentials;
  private readonly host: string;
  private readonly budget: AddressBudget;

  constructor(
    private readonly options: ExchangeOptions,
    timeoutMs = ANSWER_TIMEOUT_MS,
  ) {
    const origin = new URL(options.restUrl);
    this.host = origin.host;
    this.budget = budgetOf(options.restUrl);
    this.connections = new OrderConnections(origin, timeoutMs);
    this.credentials = credentialsOf(options);
  }

  ready(): Promise<void> {
    return this.connections.ready();
  }

  signSubmit(ticket: OrderTicket): SignedCommand {
    return this.sign('create', ticket.clientOrderId, submitBody(ticket));
  }

  signCancel(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): SignedCommand {
    const { category, venueSymbol } = order.instrument;
    return this.sign('cancel', order.clientOrderId, { category, symbol: venueSymbol, orderLinkId: order.clientOrderId });
  }

  signAmend(ticket: AmendTicket): SignedCommand {
    return this.sign('amend', ticket.clientOrderId, amendBody(ticket));
  }

  close(): void {
    this.connections.close();
  }

  private sign(kind: 'create' | 'amend' | 'cancel', clientOrderId: string, content: Readonly<Record<string, unknown>>): SignedCommand {
    const path = `/v5/order/${kind}`;
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
      const wait = this.budget.take(kind === 'cancel' ? 'cancel' : 'create', path);
      if (wait > 0) return Promise.resolve(notSent(wait));
      const answer = this.connections.send(`${head}\r\n\r\n${body}`);
      if (!answer) return Promise.resolve(NO_CONNECTION);
      return answer.then(
        (response) => this.read(path, clientOrderId, response),
        (error: Error): CommandOutcome => ({ kind: 'unknown', cause: error.message }),
      );
    };
    return { signedAt, send };
  }

  /** What the answer proves; where only too much was asked, with the time after which it may be asked again. */
  private read(path: string, clientOrderId: string, response: HttpResponse): CommandOutcome {
    const { status, body, limits } = response;
    const outcome = outcomeOf(response, clientOrderId);
    const times = limitTimes(limits, this.options.now());
    if (!this.budget.answered({ path, status, retCode: codeOf(body), ...times })) return outcome;
    const refusal =
      outcome.kind === 'refused' ? outcome : ({ kind: 'refused', code: `HTTP ${status}`, message: body.slice(0, 200) } as const);
    return { ...refusal, retryAfter: this.budget.waitFor(path) };
  }
}

function notSent(wait: number): CommandOutcome {
  const message = `It was not sent: the venue had too many requests and may be asked again in ${Math.ceil(wait)} ms.`;
  return { kind: 'unsent', message, retryAfter: wait };
}

function submitBody(ticket: OrderTicket): Readonly<Record<string, unknown>> {
  const { category, venueSymbol } = ticket.instrument;
  return {
    category,
    symbol: venueSymbol,
    side: ticket.side === 'BUY' ? 'Buy' : 'Sell',
    orderType: ticket.type === 'MARKET' ? 'Market' : 'Limit',
    qty: ticket.quantity,
    ...defined({ price: ticket.price }),
    timeInForce: ticket.postOnly ? 'PostOnly' : ticket.timeInForce,
    orderLinkId: ticket.clientOrderId,
    ...(category === 'linear' ? { positionIdx: 0, reduceOnly: ticket.reduceOnly } : {}),
    // Without this a market buy on spot takes `qty` as an amount of quote currency.
    ...(category === 'spot' && ticket.type === 'MARKET' ? { marketUnit: 'baseCoin' } : {}),
  };
}

/** Only what changes: the same values once more are an error. https://bybit-exchange.github.io/docs/v5/order/amend-order */
function amendBody({ clientOrderId, instrument, amendment }: AmendTicket): Readonly<Record<string, unknown>> {
  const { quantity, price } = amendment;
  return {
    category: instrument.category,
    symbol: instrument.venueSymbol,
    orderLinkId: clientOrderId,
    ...defined({ qty: quantity, price }),
  };
}
