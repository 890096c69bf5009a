/** What every V5 REST answer carries; errors come with HTTP 200 too. */
export interface Reply {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: object;
  /** Set by batches: the outcome of each item. */
  readonly retExtInfo?: object;
}

export function ok(result: object, retMsg = 'OK'): Reply {
  return { retCode: 0, retMsg, result };
}

export function failure(retCode: number, retMsg: string): Reply {
  return { retCode, retMsg, result: {} };
}

export function envelope({ retCode, retMsg, result, retExtInfo = {} }: Reply, wallTime: number): object {
  return { retCode, retMsg, result, retExtInfo, time: wallTime };
}
