import { openExchange, type Clocks, type ExchangeOptions } from './exchange/open-exchange';
import { readScenario } from './faults/scenario';
import { openFront } from './front';
import type { ClientSocket } from './ws/connection';

export interface LocalOptions extends ExchangeOptions, Clocks {}

export interface LocalSocket {
  send(text: string): void;
  close(): void;
}

/** An exchange within this process, without a network and on the caller's clocks; its source is a stepped one. */
export interface LocalExchange {
  /** Lets the market go on until that moment of market time. */
  step(until: number): Promise<void>;
  /** Opens a stream (`/v5/public/linear`); throws what the exchange refuses it with. */
  connect(path: string, handlers: { frame(text: string): void; closed(): void }): LocalSocket;
  /** The body of the answer to a public read; rejects where there is none, or one of another status than 200. */
  get(path: string, query: string): Promise<string>;
  /** Arms the faults of a scenario, as its file would say it; gives a function that disarms them. */
  arm(scenario: unknown): () => void;
  stop(): Promise<void>;
}

export async function openLocalExchange(options: LocalOptions): Promise<LocalExchange> {
  const exchange = await openExchange(options, options);
  const { gate, rest, faults } = await openFront(exchange, { ...options, token: '', rateTier: 'off' });
  const { step } = exchange.feed;
  if (!step) throw new Error('The source of an exchange within a process has to be a stepped one.');
  return {
    step: async (until) => void (await step(until)),
    connect: (path, { frame, closed }) => {
      const socket = new LoopSocket(frame, () => {
        entry.closed();
        closed();
      });
      const entry = gate.enter(path, socket);
      return { send: (text) => entry.received(text), close: () => socket.terminate() };
    },
    get: async (path, query) => {
      const answer = await rest.read(path, query);
      if (typeof answer === 'string') throw new Error(`${path}: no answer`);
      const { status, body } = answer;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (status !== 200) throw new Error(`${path}: HTTP ${status} ${text}`);
      return text;
    },
    arm: (scenario) => {
      const ids = faults.arm(readScenario(scenario));
      return () => ids.forEach((id) => faults.disarm(id));
    },
    stop: async () => {
      faults.stop();
      gate.close();
      await exchange.stop();
    },
  };
}

/** The exchange's end of a connection that no network carries. */
class LoopSocket implements ClientSocket {
  readonly OPEN = 1;
  readyState: ClientSocket['readyState'] = 1;
  readonly bufferedAmount = 0;

  constructor(
    private readonly frame: (text: string) => void,
    private readonly closed: () => void,
  ) {}

  send(data: unknown): void {
    this.frame(String(data));
  }

  terminate(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.closed();
  }
}
