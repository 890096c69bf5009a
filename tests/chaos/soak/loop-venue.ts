import type { LocalExchange } from '@libs/exchange-simulator';
import type { FrameSocket, FrameSocketHandlers, OpenSocket } from '@libs/market-data';
import { AddressBudget } from '../../../plugins/exchanges/bybit/src/address-budget';
import { BybitMarketData } from '../../../plugins/exchanges/bybit/src/market-data';
import { RestClient } from '../../../plugins/exchanges/bybit/src/rest-client';
import type { ExchangeOptions, MarketData } from '@libs/sdk';

export const PRIMARY = 'ws://primary';
export const FALLBACK = 'ws://fallback';

/** How an address can be dead: sockets open and say nothing, are refused, or never open. */
export type Death = 'silent' | 'refused' | 'unreachable';

interface Line {
  readonly origin: string;
  /** Set while the client holds it. */
  handlers: FrameSocketHandlers | null;
  /** Both are there while it is open. */
  send: ((text: string) => void) | null;
  cut: (() => void) | null;
}

/** The sockets and REST of an exchange within this process; its addresses die and lines break when they are told to. */
export class LoopVenue {
  /** Those that are missing live. */
  private readonly dead = new Map<string, Death>();
  private readonly lines = new Set<Line>();

  constructor(private readonly exchange: LocalExchange) {}

  readonly open: OpenSocket = (url, handlers): FrameSocket => {
    const { origin, path } = partsOf(url);
    const line: Line = { origin, handlers, send: null, cut: null };
    this.lines.add(line);
    queueMicrotask(() => this.connect(line, path));
    return {
      send: (text) => line.send?.(text),
      close: () => {
        line.handlers = null;
        this.lines.delete(line);
        line.cut?.();
      },
    };
  };

  /** Breaks one line, the `pick`-th (0 to 1) of those that are open. */
  cutOne(pick: number): void {
    const open = [...this.lines].filter(({ cut }) => cut !== null);
    open[Math.floor(pick * open.length)]?.cut?.();
  }

  /** From now on nobody is served at that address; what it carried breaks, or falls silent. */
  kill(origin: string, death: Death): void {
    this.dead.set(origin, death);
    if (death === 'silent') return;
    for (const line of [...this.lines]) if (line.origin === origin) line.cut?.();
  }

  /** Reads of a client that may ask as often as an address may on that clock; of one that asks as it likes without a clock. */
  marketData(options: ExchangeOptions, monotonic?: () => number): MarketData {
    let calls = 0;
    const unlimited = (): number => (calls += 60_000);
    const ask = async (path: string): Promise<{ status: number; body: string }> => {
      const [place = '', query = ''] = path.split('?', 2);
      return { status: 200, body: await this.exchange.get(place, query) };
    };
    return new BybitMarketData(new RestClient(options, ask, new AddressBudget(monotonic ?? unlimited)));
  }

  private connect(line: Line, path: string): void {
    const death = this.dead.get(line.origin);
    if (death === 'unreachable') return;
    if (death === 'refused') return this.end(line, 'connection refused');
    try {
      const socket = this.exchange.connect(path, {
        frame: (text) => {
          if (this.dead.get(line.origin) !== 'silent') line.handlers?.frame(text);
        },
        closed: () => this.end(line, 'closed by the venue (1006)'),
      });
      line.send = (text) => socket.send(text);
      line.cut = () => socket.close();
    } catch (error) {
      return this.end(line, error instanceof Error ? error.message : String(error));
    }
    line.handlers?.open();
  }

  private end(line: Line, reason: string): void {
    const { handlers } = line;
    Object.assign(line, { handlers: null, send: null, cut: null });
    this.lines.delete(line);
    handlers?.closed(reason);
  }
}

function partsOf(url: string): { readonly origin: string; readonly path: string } {
  const [, origin = '', path = '/'] = /^(\w+:\/\/[^/]+)(.*)$/.exec(url) ?? [];
  return { origin, path };
}
