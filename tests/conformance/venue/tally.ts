import { setTimeout as wait } from 'node:timers/promises';
import type { Venue } from './venue';

export interface Refusal {
  readonly account: string | undefined;
  readonly path: string;
  readonly retCode: number;
  readonly retMsg: string;
}

interface Frame {
  readonly number: number;
  readonly path: string;
  readonly account?: string;
  readonly text: string;
}

const EVERY = 300;
/** Where answers with a retCode go out; topics are none. */
const ANSWERS = ['wire=REST&direction=OUT', 'wire=WS&direction=OUT&path=/v5/trade'] as const;

/** Reads along in the simulator's own log and keeps every reply that was not OK. */
export class Tally {
  readonly refusals: Refusal[] = [];
  replies = 0;
  private readonly done: Promise<unknown>;
  private isOver = false;

  constructor(private readonly venue: Venue) {
    this.done = Promise.all(ANSWERS.map((answers) => this.follow(answers)));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.done;
  }

  private async follow(answers: string): Promise<void> {
    let after = 0;
    for (let isLast = false; !isLast;) {
      isLast = this.isOver;
      const { frames } = await this.venue.admin<{ frames: readonly Frame[] }>('GET', `frames?${answers}&after=${after}&limit=20000`);
      for (const frame of frames) this.count(frame);
      after = frames.at(-1)?.number ?? after;
      if (!isLast) await wait(EVERY);
    }
  }

  private count({ path, account, text }: Frame): void {
    this.replies += 1;
    const code = /"retCode":(\d+)/.exec(text)?.[1];
    if (code === undefined || code === '0') return;
    this.refusals.push({ account, path, retCode: Number(code), retMsg: /"retMsg":"([^"]*)"/.exec(text)?.[1] ?? '' });
  }
}
