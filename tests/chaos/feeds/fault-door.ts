import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
/** A minute without a confirmed candle is the longest wait for a strike. */
const STRIKES_WITHIN_MS = 75_000;

interface ArmedFault {
  readonly struck: number;
}

/** The faults of a running simulator, over its administration. */
export class FaultDoor {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Arms faults and waits until the last of them strikes; gives the moment, on the monotonic clock. */
  async strike(faults: readonly object[]): Promise<number> {
    await this.ask('POST', { faults });
    const deadline = performance.now() + STRIKES_WITHIN_MS;
    while (performance.now() < deadline) {
      const asked = performance.now();
      const { armed } = (await this.ask('GET')) as { readonly armed: readonly ArmedFault[] };
      if (armed.at(-1)?.struck) return asked;
      await wait(LOOK_EVERY_MS);
    }
    throw new Error(`the fault ${JSON.stringify(faults)} does not strike`);
  }

  async disarm(): Promise<void> {
    await this.ask('DELETE');
  }

  private async ask(method: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/admin/faults`, {
      method,
      headers: { 'x-plimsoll-token': this.token },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const value: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} of faults was answered with ${answer.status}: ${JSON.stringify(value)}`);
    return value;
  }
}
