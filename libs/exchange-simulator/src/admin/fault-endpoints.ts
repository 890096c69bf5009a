import { describeFaults } from '../faults/catalogue';
import type { FaultDesk } from '../faults/fault-desk';
import { BadScenario, parseScenario } from '../faults/scenario';
import { InvalidInput, type AdminAnswer } from './admin-input';

/** Lists, arms and disarms faults; undefined for a route that is none of these. */
export function answerFaults(desk: FaultDesk, method: string, id: string | undefined, body: Buffer): AdminAnswer | undefined {
  if (method === 'GET' && id === undefined) return { status: 200, body: { known: describeFaults(), armed: desk.list() } };
  if (method === 'POST' && id === undefined) return { status: 200, body: { ids: arm(desk, body) } };
  if (method !== 'DELETE') return undefined;
  if (id !== undefined && !/^\d{1,9}$/.test(id)) throw new InvalidInput(`"${id}" is not a fault id; it must be a whole number`);
  const isGone = desk.disarm(id === undefined ? undefined : Number(id));
  return isGone ? { status: 200, body: { armed: desk.list() } } : { status: 404, body: { error: `there is no fault ${id}` } };
}

function arm(desk: FaultDesk, body: Buffer): readonly number[] {
  try {
    return desk.arm(parseScenario(body.toString('utf8')));
  } catch (error) {
    if (error instanceof BadScenario) throw new InvalidInput(error.message);
    throw error;
  }
}
