import { join } from 'node:path';
import {
  connectionsToRecord,
  EventHash,
  FrameRecorder,
  listenTo,
  WebSocketManager,
  writeRecordingNote,
  type RecordedConnection,
  type RecordingNote,
  type RoomParts,
} from '@libs/market-data';
import { openHome, refuseUnusableHome } from '../home/home';
import { CommandError, EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { RecordCommand } from './commands';
import { noteInIndex, openHouse } from './data-house';
import { RoomWatch, requireRoom, roomRuleOf } from './room-watch';
import { bad, durationOption, explained, intervalOption } from './data-options';
import { findInstruments, openVenue, type Venue } from './venue';

const SHOW_EVERY = 1_000;

/** Connects to public streams and writes down every frame; ends by itself after `--for`, or with Ctrl-C. */
export async function recordData(options: RecordCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const interval = intervalOption(options.interval);
    const length = options.for === undefined ? null : durationOption('for', options.for);
    const rule = roomRuleOf(options);
    const house = openHouse();
    await refuseUnusableHome(house.settings.home);
    await openHome(house.settings.home);
    const venue = await openVenue(options.venue, options.venueUrl, house.settings);
    const depth = depthOf(options.depth, venue);
    const instruments = await terminal.during(`Asking ${venue.from} for its symbols`, findInstruments(venue, options.symbol));
    const startedAt = Date.now();
    const name = `${new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${options.symbol[0]!.replaceAll(/[/:]/g, '_')}`;
    const folder = join(house.home.data, options.venue, 'recordings', name);
    const room: RoomParts = { data: house.home.data, own: folder, rule, now: Date.now };
    await requireRoom(room, terminal);
    const connections = connectionsToRecord(venue.plugin, instruments, { interval, depth });
    const note: RecordingNote = {
      venue: options.venue,
      url: venue.options.publicWebSocketUrl,
      connections: [...connections],
      symbols: [...options.symbol],
      startedAt,
    };
    await writeRecordingNote(folder, note);
    terminal.say(`recording into ${folder}; ${length === null ? 'Ctrl-C ends it' : `it ends after ${options.for}`}`);
    const { end, full } = await record({
      venue,
      connections,
      folder,
      length,
      room,
      terminal,
      reconnectDelay: house.settings.websocketReconnectDelay,
    });
    await writeRecordingNote(folder, { ...note, end });
    await noteInIndex(house, terminal);
    const events = Object.entries(end.events).map(([type, count]) => `${count} ${type}`);
    terminal.result(
      `${name}: ${end.frames} frames${end.lost > 0 ? `, ${end.lost} DROPPED` : ''}, events: ${events.join(', ') || 'none'}, hash ${end.eventsHash.slice(0, 16)}`,
      { recording: name, folder, ...end },
    );
    if (end.frames === 0) throw new CommandError(EXIT.failed, `Nothing came from ${note.url}; see whether it can be reached.`);
    if (full) throw new CommandError(EXIT.failed, `${full} It ended early; what was recorded is whole up to there.`);
    return EXIT.ok;
  });
}

/** As many levels as the exchange streams at least, unless another of its depths is named, or 0 for none. */
function depthOf(text: string | undefined, { plugin }: Venue): number {
  const { book, bookDepths } = plugin.market;
  const offered = book === 'stream' ? bookDepths : [];
  if (text === undefined) return offered[0] ?? 0;
  if (text === '0' || offered.map(String).includes(text)) return Number(text);
  throw bad(`--depth is "${text}"; ${plugin.title} streams order books of ${offered.join(', ') || 'no'} levels, and 0 leaves them out.`);
}

interface RecordJob {
  readonly venue: Venue;
  readonly connections: readonly RecordedConnection[];
  readonly folder: string;
  readonly length: number | null;
  readonly room: RoomParts;
  readonly terminal: Terminal;
  readonly reconnectDelay: number;
}

interface Recorded {
  readonly end: NonNullable<RecordingNote['end']>;
  /** Why it ended before its time; null when it did not. */
  readonly full: string | null;
}

async function record({ venue, connections, folder, length, room, terminal, reconnectDelay }: RecordJob): Promise<Recorded> {
  const hash = new EventHash();
  const recorder = new FrameRecorder({ folder, onTrouble: (error) => terminal.say(`writing failed: ${String(error)}`, 'warn') });
  const manager = new WebSocketManager({ reconnectDelaySeconds: reconnectDelay, environment: { tap: recorder } });
  for (const connection of connections) {
    const { codec, handlers } = listenTo(venue.plugin, venue.options, { connection, hash });
    const listening = manager.create(connection.name, codec, {
      ...handlers,
      connected: () => undefined,
      disconnected: (reason) => terminal.say(`${connection.name} lost its connection: ${reason}`, 'warn'),
      notice: (notice) => terminal.say(`${connection.name}: ${notice.type}`, 'warn'),
    });
    listening.start(connection.topics);
  }
  const watch = new RoomWatch(room, terminal);
  await terminal.measure('recording', async (progress) => {
    const started = performance.now();
    const ticker = setInterval(() => progress(performance.now() - started, length ?? 0), SHOW_EVERY);
    await over(length, watch.full).finally(() => clearInterval(ticker));
  });
  await watch.stop();
  manager.close();
  await recorder.close();
  const end = { at: Date.now(), frames: recorder.frames, lost: recorder.lost, events: hash.byType, eventsHash: hash.digest() };
  return { end, full: watch.why };
}

/** The time is over, a person wants it to be, or there is no more room. */
async function over(length: number | null, full: Promise<void>): Promise<void> {
  const done = Promise.withResolvers<void>();
  const timer = length === null ? undefined : setTimeout(done.resolve, length);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, done.resolve);
  await Promise.race([done.promise, full]);
  clearTimeout(timer);
  for (const signal of signals) process.off(signal, done.resolve);
}
