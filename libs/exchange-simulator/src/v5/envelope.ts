/** What every V5 REST answer carries; errors come with HTTP 200 too. */
export interface Reply {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: object;
}

export function ok(result: object): Reply {
  return { retCode: 0, retMsg: 'OK', result };
}

export function failure(retCode: number, retMsg: string): Reply {
  return { retCode, retMsg, result: {} };
}

export function envelope(reply: Reply, wallTime: number): string {
  return JSON.stringify({ ...reply, retExtInfo: {}, time: wallTime });
}
