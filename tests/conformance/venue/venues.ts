import type { SimulatorSource } from '@libs/platform';
import { Tally } from './tally';
import { Venue } from './venue';

export interface Watched {
  readonly venue: Venue;
  readonly tally: Tally;
}

export type VenueName = 'main' | 'stepped' | 'gate' | 'flood';

const SOURCES: Readonly<Record<VenueName, SimulatorSource>> = {
  main: { kind: 'generated', seed: 7, speed: 1 },
  stepped: { kind: 'generated', seed: 7, speed: 600, stepped: true },
  flood: { kind: 'generated', seed: 9, speed: 1 },
  gate: { kind: 'generated', seed: 8, speed: 1 },
};

/** Simulators, each started when the first card asks for it. */
export class Venues {
  private readonly started = new Map<VenueName, Promise<Watched>>();

  async venue(name: VenueName): Promise<Venue> {
    const known = this.started.get(name) ?? start(name);
    this.started.set(name, known);
    return (await known).venue;
  }

  running(): Promise<readonly Watched[]> {
    return Promise.all(this.started.values());
  }

  async stop(): Promise<void> {
    for (const { venue } of await this.running()) await venue.stop();
  }
}

async function start(name: VenueName): Promise<Watched> {
  const venue = await Venue.start(name, SOURCES[name]);
  return { venue, tally: new Tally(venue) };
}
