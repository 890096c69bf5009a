import type { SimulatorSource } from '@libs/platform';
import { Venue } from './venue';

export type VenueName = 'main' | 'fast' | 'gate';

const SOURCES: Readonly<Record<VenueName, SimulatorSource>> = {
  main: { kind: 'generated', seed: 7, speed: 1 },
  fast: { kind: 'generated', seed: 7, speed: 1_200 },
  gate: { kind: 'generated', seed: 8, speed: 1 },
};

/** Simulators, each started when the first card asks for it. */
export class Venues {
  private readonly started = new Map<VenueName, Promise<Venue>>();

  venue(name: VenueName): Promise<Venue> {
    const known = this.started.get(name);
    if (known) return known;
    const fresh = Venue.start(name, SOURCES[name]);
    this.started.set(name, fresh);
    return fresh;
  }

  async running(): Promise<readonly Venue[]> {
    return Promise.all(this.started.values());
  }

  async stop(): Promise<void> {
    for (const venue of await this.running()) await venue.stop();
  }
}
