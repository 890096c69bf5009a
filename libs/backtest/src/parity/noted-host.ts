import { Decimal, decodeClientOrderId, isOpen } from '@libs/kernel';
import type { Delivery, Outcome, StrategyAnswer, StrategyCommand, StrategyContext, StrategyEvent } from '@libs/sdk';
import type { BacktestResult } from '../run/backtest';
import type { BarShown, StrategyHost } from '../run/strategy-host';
import { isPast, momentOf } from './moment';
import { tradedExits } from './traded-exits';
import type { TradedOrder } from './traded-run';

const NOWHERE = { decided: null, arrived: null };

interface Note {
  readonly inputSeq: number;
  readonly event: StrategyEvent;
  readonly at: number;
  readonly commands: readonly StrategyCommand[];
}

/** Delegates to another host, and records what was requested when. */
export class NotedHost implements StrategyHost {
  private readonly notes: Note[] = [];
  /** When its strategy was told that an order ended, by its origin. */
  private readonly closed = new Map<string, number>();
  private readonly calledBack = new Set<string>();
  /** Why the venue ended an order that nobody cancelled, by its origin. */
  private readonly ended = new Map<string, string>();

  constructor(private readonly host: StrategyHost) {}

  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome {
    const outcome = this.host.showBar(bar, context, inputSeq);
    this.note({ inputSeq, event: bar, at: context.marketTime, commands: outcome.commands });
    return outcome;
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.host.answerOf(inputSeq, outcome);
  }

  deliver(delivery: Delivery): StrategyAnswer {
    this.hear(delivery);
    const answer = this.host.deliver(delivery);
    const { inputSeq, event, context } = delivery;
    this.note({ inputSeq, event, at: context.marketTime, commands: answer.commands });
    return answer;
  }

  check(inputSeq: number): void {
    this.host.check(inputSeq);
  }

  /** Every requested order, with its outcome in the run of these answers. */
  orders({ fills, refusals, exits }: Pick<BacktestResult, 'fills' | 'refusals' | 'exits'>): readonly TradedOrder[] {
    const byOrigin = Map.groupBy(fills, ({ clientOrderId }) => originOf(clientOrderId));
    const refused = new Map([...refusals].map(([clientOrderId, why]) => [originOf(clientOrderId), why]));
    const wanted = new Map<string, TradedOrder>();
    for (const { inputSeq, event, at, commands } of this.notes) {
      const places = new Map<string, number>();
      for (const [index, command] of commands.entries()) {
        const request = command.kind === 'bracket' ? command.entry : command;
        if (!('symbol' in request)) continue;
        const { symbol, side, type, quantity, price, timeInForce } = request;
        const place = places.get(`${symbol} ${side}`) ?? 0;
        places.set(`${symbol} ${side}`, place + 1);
        const origin = `${inputSeq} ${index}`;
        const own = byOrigin.get(origin) ?? [];
        const ended = timeInForce === 'GTC' ? this.ended.get(origin) : undefined;
        wanted.set(origin, {
          clientOrderId: own[0]?.clientOrderId ?? `backtest ${origin}`,
          heard: momentOf(event, at),
          place,
          decidedAt: at,
          toldAt: at,
          closedAt: this.closed.get(origin) ?? null,
          symbol,
          side,
          type,
          quantity: Decimal.parse(quantity),
          price: price === undefined ? null : Decimal.parse(price),
          touches: NOWHERE,
          fills: own,
          refusal: refused.get(origin) ?? ended ?? null,
        });
      }
    }
    const ended = [...exits.values()].flatMap((order) => {
      const entry = wanted.get(originOf(order.bracket!));
      const origin = originOf(order.clientOrderId);
      const came = { fills: byOrigin.get(origin) ?? [], closedAt: this.closed.get(origin) ?? null, touches: NOWHERE };
      return entry ? [{ order, entry, came }] : [];
    });
    return [...wanted.values(), ...tradedExits(ended)];
  }

  private hear({ event, context }: Delivery): void {
    if (event.type !== 'order' || isOpen(event.status)) return;
    const origin = originOf(event.clientOrderId);
    this.closed.set(origin, context.marketTime);
    if (event.status === 'CANCELED' && !this.calledBack.has(origin)) this.ended.set(origin, event.reason ?? event.status);
  }

  private note(note: Note): void {
    if (note.commands.length > 0 && !isPast(note.event)) this.notes.push(note);
    for (const command of note.commands) if (command.kind === 'cancel') this.calledBack.add(originOf(command.clientOrderId));
  }
}

function originOf(clientOrderId: string): string {
  const origin = decodeClientOrderId(clientOrderId);
  return origin ? `${origin.inputSeq} ${origin.index}` : clientOrderId;
}
