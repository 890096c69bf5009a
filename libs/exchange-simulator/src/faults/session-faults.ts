import { z } from 'zod';
import { defined } from '@libs/kernel';
import type { ApiAnswer, ApiCall } from './fault';
import type { OutFrame } from '../ws/frame';
import { aimsAtCall, defineFault, delayOf, failed, NO_PARAMETERS, ofAccount, type FaultKind, type Target } from './fault-kind';

const hubs = z.enum(['public', 'private', 'trade']);
const MAINTENANCE = '<html><head><title>503 Service Temporarily Unavailable</title></head><body>System maintenance</body></html>';

export const SESSION_FAULTS: readonly FaultKind[] = [
  defineFault({
    name: 'clock-skew',
    group: 'session',
    title: 'The clock of the venue is off by a constant.',
    when: {},
    parameters: z.strictObject({ offsetMs: z.number().int().default(1_300) }),
    make: ({ strikes }, _target, { offsetMs }) => ({ clockOffset: () => (strikes() ? offsetMs : 0) }),
  }),
  defineFault({
    name: 'slow',
    group: 'session',
    title: 'Calls take their time to reach the venue, and their answers to come back.',
    when: {},
    parameters: z.strictObject({
      entryMs: z.number().min(0).default(50),
      ackMs: z.number().min(0).default(50),
      /** Up to this much more on each way, by chance. */
      jitterMs: z.number().min(0).default(0),
    }),
    make: ({ strikes, later, uniform }, target, { entryMs, ackMs, jitterMs }) => {
      const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => later(milliseconds + jitterMs * uniform(), resolve));
      return {
        call: async (call, next) => {
          if (!isMeant(target, call) || !strikes()) return next();
          await pass(entryMs);
          const answer = await next();
          await pass(ackMs);
          return answer;
        },
      };
    },
  }),
  answering('rate-limited', 'A call is refused with 10006, as if too many had come.', (wall) => ({
    ...failed(wall, 10006, 'Too many visits. Exceeded the API Rate Limit.'),
    headers: { 'X-Bapi-Limit': '10', 'X-Bapi-Limit-Status': '0', 'X-Bapi-Limit-Reset-Timestamp': String(wall + 1_000) },
  })),
  answering('http-429', 'The venue protects itself: HTTP 429.', (wall) => ({
    ...failed(wall, 10429, 'System level frequency protection'),
    status: 429,
  })),
  answering('http-403', 'The address is banned: HTTP 403, access too frequent.', () => ({
    status: 403,
    body: '403, access too frequent',
  })),
  answering('maintenance', 'The venue is under maintenance: HTTP 503 with a page of HTML.', () => ({ status: 503, body: MAINTENANCE })),
  defineFault({
    name: 'connect-refused',
    group: 'session',
    title: 'New sockets are refused.',
    when: {},
    parameters: z.strictObject({ hub: hubs.optional() }),
    make: ({ strikes }, _target, { hub }) => ({
      connect: (wanted) => ((hub === undefined || hub === wanted) && strikes() ? { status: 503, body: '' } : undefined),
    }),
  }),
  defineFault({
    name: 'disconnect',
    group: 'session',
    title: 'Sockets are cut.',
    when: { count: 1 },
    parameters: z.strictObject({ hub: hubs.optional() }),
    make: ({ acts }, target, { hub }) => ({
      begin: () =>
        acts.closeConnections({
          ...defined({ hub, accountId: target.account }),
        }),
    }),
  }),
  defineFault({
    name: 'auth-rejected',
    group: 'session',
    title: 'A login is refused although its signature is right.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) =>
        frame.kind === 'auth' && ofAccount(target, frame.accountId) && strikes() ? next(refusedLogin(frame)) : next(frame.text),
    }),
  }),
  defineFault({
    name: 'auth-late',
    group: 'session',
    title: 'The answer to a login comes late.',
    when: { count: 1 },
    parameters: delayOf(3_000),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) =>
        frame.kind === 'auth' && ofAccount(target, frame.accountId) && strikes()
          ? later(delayMs, () => next(frame.text))
          : next(frame.text),
    }),
  }),
  defineFault({
    name: 'subscribe-refused',
    group: 'session',
    title: 'A subscription is refused, and its topics stay silent.',
    when: { count: 1 },
    parameters: z.strictObject({ hub: hubs.default('public') }),
    make: ({ strikes }, target, { hub }) => {
      const silent = new Set<string>();
      return {
        frame: (frame, next) => {
          if (frame.hub !== hub || !ofAccount(target, frame.accountId)) return next(frame.text);
          if (frame.kind === 'subscription' && frame.text.includes('"success":true') && strikes()) {
            silent.add(frame.connectionId);
            return next(refusedSubscription(frame.text));
          }
          return frame.kind === 'data' && silent.has(frame.connectionId) ? undefined : next(frame.text);
        },
      };
    },
  }),
  defineFault({
    name: 'topics-not-restored',
    group: 'session',
    title: 'A subscription is confirmed and its topics send nothing.',
    when: { count: 1 },
    parameters: z.strictObject({ hub: hubs.default('private') }),
    make: ({ strikes }, target, { hub }) => {
      const silent = new Set<string>();
      return {
        frame: (frame, next) => {
          const isMeant = frame.hub === hub && ofAccount(target, frame.accountId);
          if (isMeant && frame.kind === 'subscription' && strikes()) silent.add(frame.connectionId);
          return isMeant && frame.kind === 'data' && silent.has(frame.connectionId) ? undefined : next(frame.text);
        },
      };
    },
  }),
  defineFault({
    name: 'service-restart',
    group: 'session',
    title: 'The order-entry service restarts: new requests are answered with 10019, then the sockets are closed.',
    when: { count: 1 },
    parameters: z.strictObject({ closeAfterMs: z.number().int().min(1).default(1_000) }),
    make: ({ strikes, later, acts }, target, { closeAfterMs }) => {
      const isRestarting = (call: ApiCall): boolean => call.channel === 'ws' && isMeant({ ...target, path: undefined }, call);
      return {
        call: (call, next) => {
          if (!isRestarting(call) || !strikes()) return next();
          later(closeAfterMs, () => acts.closeConnections({ hub: 'trade', ...defined({ accountId: call.accountId }) }));
          return Promise.resolve(
            failed(
              acts.wallNow(),
              10019,
              'ws trade service is restarting, do not accept new request for now, please connect to another server.',
            ),
          );
        },
      };
    },
  }),
  defineFault({
    name: 'pong-late',
    group: 'session',
    title: 'Pongs come late; some clients give up after a second.',
    when: {},
    parameters: delayOf(1_500),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) =>
        frame.kind === 'pong' && ofAccount(target, frame.accountId) && strikes()
          ? later(delayMs, () => next(frame.text))
          : next(frame.text),
    }),
  }),
];

/** A fault that answers calls by itself; without a path it means every call. */
function answering(name: string, title: string, answer: (wall: number) => ApiAnswer): FaultKind {
  return defineFault({
    name,
    group: 'session',
    title,
    when: {},
    parameters: NO_PARAMETERS,
    make: ({ strikes, acts }, target) => ({
      call: (call, next) => (isMeant(target, call) && strikes() ? Promise.resolve(answer(acts.wallNow())) : next()),
    }),
  });
}

function isMeant(target: Target, call: ApiCall): boolean {
  return aimsAtCall(target, call, [call.path]);
}

function refusedLogin({ hub, text }: OutFrame): string {
  const frame = JSON.parse(text) as Record<string, unknown>;
  const answer = { retCode: 10004, retMsg: 'error sign! Please check your signature generation algorithm.' };
  return JSON.stringify(hub === 'trade' ? { ...frame, ...answer } : { ...frame, success: false, ret_msg: answer.retMsg });
}

function refusedSubscription(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), success: false, ret_msg: 'Request not authorized' });
}
