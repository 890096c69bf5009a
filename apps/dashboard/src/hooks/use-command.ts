import { ApiUnreachable } from '@libs/client';
import { useState } from 'react';
import { newKey } from '../state/idempotency-key';

/** The result of a mutation: the object, or one of the shared failures. */
export type Answer =
  | { readonly __typename: 'InvalidInput' | 'NotFound' | 'Refused'; readonly message: string }
  | { readonly __typename: 'Pending' }
  | { readonly __typename: 'Account' | 'Deployment' | 'Order' };

export interface Command {
  /** Why the last attempt failed; null if there was none, or it succeeded. */
  readonly message: string | null;
  readonly isSending: boolean;
  /** Resolves to true if it was carried out. `ask` gets the idempotency key of the command. */
  readonly send: (ask: (key: string) => Promise<Answer>) => Promise<boolean>;
  readonly reset: () => void;
}

/** The state of one command sent by a user: sent once, with a message about its result. */
export function useCommand(): Command {
  const [message, setMessage] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const send = async (ask: (key: string) => Promise<Answer>): Promise<boolean> => {
    setSending(true);
    try {
      const trouble = troubleOf(await ask(key));
      setMessage(trouble);
      setKey(newKey());
      return trouble === null;
    } catch (error) {
      // Keeps the key: sending again is the same command, not a second one.
      setMessage(wordsOf(error));
      return false;
    } finally {
      setSending(false);
    }
  };
  const reset = (): void => {
    setMessage(null);
    setKey(newKey());
  };
  return { message, isSending, send, reset };
}

/** Null if it was carried out. */
function troubleOf(answer: Answer): string | null {
  switch (answer.__typename) {
    case 'Pending':
      return 'The command is written down and will be carried out; the trader has not confirmed it yet.';
    case 'InvalidInput':
    case 'NotFound':
    case 'Refused':
      return answer.message;
    default:
      return null;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiUnreachable) return 'No answer came, so it is not known whether this was carried out. Sending again is safe.';
  return error instanceof Error ? error.message : String(error);
}
