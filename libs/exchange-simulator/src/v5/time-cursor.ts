import { badParameter, type Parameters } from './parameters';

/** A cursor that names the time of the last item given, in seconds, as the exchange writes it. */
export function timeCursor(lastTime: number): string {
  return encodeURIComponent(`lastid=0&lasttime=${lastTime / 1_000}`);
}

/** The time before which the page begins; Infinity on the first. Clients send it encoded once or twice. */
export function readTimeCursor(parameters: Parameters): number {
  const cursor = parameters.text('cursor');
  if (cursor === undefined) return Infinity;
  const match = /lasttime(?:=|%3D)(\d{1,12})$/i.exec(cursor);
  if (!match) throw badParameter('params error: cursor invalid');
  return Number(match[1]) * 1_000;
}
