import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { OperatorCommand } from '@libs/engine';
import type { AccountInbox, AlreadyDeployed, CommandOutcome, InboxBody, JournalReads } from '@libs/persistence';
import { pending, refused, type Failure } from '../results/errors.types';
import { COMMAND_OUTCOMES, OPERATOR_INBOX } from '../tokens';
import { commandIdFor } from './command-id';

/** Until sign-in exists, whoever reaches the local port. */
export const ACTOR = 'local';
/** Milliseconds a mutation waits for its command's outcome before it answers `Pending`. */
const PATIENCE = 2000;

export type OperatorInbox = Pick<AccountInbox, 'append' | 'appendDeploy'>;
export type CommandOutcomes = Pick<JournalReads, 'waitForCommand'>;

export interface CommandRequest {
  readonly accountId: string;
  readonly command: OperatorCommand;
  readonly idempotencyKey?: string | null | undefined;
  /** Default: whoever reaches the local port. */
  readonly actor?: string;
  /** Whether a repeat is of the same content; default: equal to the last field. */
  readonly isSame?: (standing: OperatorCommand, asked: OperatorCommand) => boolean;
}

/** The core did it, perhaps to something that has an id; or what the mutation answers instead. */
export type Sent = { readonly ok: true; readonly reference: string | null } | { readonly ok: false; readonly failure: Failure };

/** Hands operator commands to an account's core and waits a moment for what became of them. */
@Injectable()
export class CommandDesk {
  constructor(
    @Inject(OPERATOR_INBOX) private readonly inbox: OperatorInbox,
    @Inject(COMMAND_OUTCOMES) private readonly outcomes: CommandOutcomes,
  ) {}

  async send({ accountId, command, idempotencyKey, actor = ACTOR, isSame = isDeepStrictEqual }: CommandRequest): Promise<Sent> {
    const commandId = commandIdFor(`${accountId}/${command.kind}`, idempotencyKey);
    const body = { kind: 'operator', commandId, actor, command } as const;
    const item = { accountId, source: 'api', dedupeKey: `command:${commandId}`, body } as const;
    const standing = command.kind === 'deploy' ? await this.inbox.appendDeploy(item, command.terms) : await this.inbox.append(item);
    if ('twin' in standing) return failed(alreadyDeployed(standing));
    if (!standing.added && !isRepeat(standing.body, JSON.parse(JSON.stringify(body)) as typeof body, isSame))
      return failed(keyReused(String(idempotencyKey)));
    return sent(commandId, await this.outcomes.waitForCommand(commandId, PATIENCE));
  }
}

type OperatorBody = Extract<InboxBody, { kind: 'operator' }>;

function isRepeat(standing: InboxBody, asked: OperatorBody, isSame: NonNullable<CommandRequest['isSame']>): boolean {
  return standing.kind === 'operator' && standing.actor === asked.actor && isSame(standing.command, asked.command);
}

function sent(commandId: string, outcome: CommandOutcome | null): Sent {
  if (outcome === null) return failed(pending(commandId));
  if (outcome.kind === 'applied') return { ok: true, reference: outcome.reference };
  return failed(refused(outcome.code, outcome.message, outcome.denial ?? {}));
}

function keyReused(key: string): Failure {
  return refused(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key "${key}" was used before for a request with another content; take a new one.`,
  );
}

function alreadyDeployed({ twin: id, strategy }: AlreadyDeployed): Failure {
  return refused(
    'ALREADY_DEPLOYED',
    `The deployment ${id} runs ${strategy} with the same parameters on this account; a second would double its positions. ` +
      `Stop it first (plimsoll stop ${id}), change a parameter, or take another account.`,
  );
}

function failed(failure: Failure): Sent {
  return { ok: false, failure };
}
