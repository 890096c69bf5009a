import { basename } from 'node:path';
import {
  EventHash,
  FrameReplay,
  listenTo,
  readRecording,
  readRecordingNote,
  recordingsIn,
  WebSocketManager,
  type RecordingNote,
  type ReplayReport,
} from '@libs/market-data';
import { loadExchange } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import { openHouse } from './data-house';
import { bad, explained } from './data-options';

/** Plays a recording and compares its events with what was noted while recording. */
export async function replayData(wanted: string, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const folder = await findRecording(openHouse().home.data, wanted);
    const note = (await readRecordingNote(folder))!;
    const hash = new EventHash();
    const report = await terminal.during(`Replaying ${basename(folder)}`, play({ folder, note, hash, terminal }));
    const events = hash.byType;
    const eventsHash = hash.digest();
    const identical = note.end ? note.end.eventsHash === eventsHash : null;
    const counts = Object.entries(events).map(([type, count]) => `${count} ${type}`);
    const text = [
      `${basename(folder)}: ${report.framesIn} frames in, ${report.framesOut} out, events: ${counts.join(', ') || 'none'}, hash ${eventsHash.slice(0, 16)}`,
      identical === null
        ? 'nothing to compare with: its recorder did not come to its end'
        : identical
          ? 'identical'
          : `DIFFERENT: while recording the hash was ${note.end!.eventsHash.slice(0, 16)}`,
    ].join('\n');
    terminal.result(text, { recording: basename(folder), ...report, events, eventsHash, identical });
    return identical === false ? EXIT.different : EXIT.ok;
  });
}

async function findRecording(data: string, wanted: string): Promise<string> {
  const all = await recordingsIn(data);
  const newest = all.at(-1);
  if (newest === undefined) throw bad('Nothing is recorded yet; "plimsoll data record --symbol BTC/USDT --for 1h" records.');
  if (wanted === 'latest') return newest;
  const found = all.filter((folder) => basename(folder).startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw bad(`"${wanted}" is the beginning of ${found.length} recordings; give more of the name.`);
  throw bad(`There is no recording "${wanted}"; the last is ${basename(newest)}.`);
}

interface PlayJob {
  readonly folder: string;
  readonly note: RecordingNote;
  readonly hash: EventHash;
  readonly terminal: Terminal;
}

async function play({ folder, note, hash, terminal }: PlayJob): Promise<ReplayReport> {
  const plugin = await loadExchange(note.venue);
  const replay = new FrameReplay();
  // Nothing is reached there: every socket is the recording's.
  const urls = urlsAt(note.url.replace(/^ws/, 'http'));
  const managers = note.connections.map((connection) => {
    const environment = replay.environmentOf(connection.name);
    const { codec, handlers } = listenTo(
      plugin,
      { ...urls, requestWindow: 5_000, now: () => environment.wall.now() },
      { connection, hash },
    );
    const manager = new WebSocketManager({ reconnectDelaySeconds: 1, environment });
    const listening = manager.create(connection.name, codec, {
      ...handlers,
      connected: () => undefined,
      disconnected: () => undefined,
      notice: () => undefined,
    });
    return { start: () => listening.start(connection.topics), close: () => manager.close() };
  });
  const torn = (path: string, bytes: number): void =>
    terminal.say(`the last ${bytes} bytes of ${basename(path)} were torn and are left out`, 'warn');
  const report = await replay.run(readRecording(folder, torn), () => managers.forEach(({ start }) => start()));
  for (const { close } of managers) close();
  if (report.lost > 0) terminal.say(`${report.lost} frames were dropped while recording`, 'warn');
  return report;
}
