import type { Strategy } from './define-strategy';
import { stateText } from './state-text';
import { StrategyFault } from './strategy-fault';

type Params = Readonly<Record<string, unknown>>;

interface Kept {
  readonly version?: string;
  readonly state: string;
}

/** The state as text, after `onSave`. `onSave` gets a copy, so it cannot change the live state. */
export function savedText(strategy: Strategy, text: string, params: Params): string {
  const { onSave } = strategy;
  return onSave === undefined ? text : plain('onSave', () => onSave(JSON.parse(text) as object, params));
}

/** The text of the state that `onLoad` returns. */
export function loadedText(strategy: Strategy, { version, state }: Kept, params: Params): string {
  const { onLoad } = strategy;
  if (onLoad === undefined) return state;
  return plain('onLoad', () => onLoad({ saved: JSON.parse(state) as unknown, version: version ?? null }, params));
}

function plain(hook: 'onSave' | 'onLoad', call: () => unknown): string {
  try {
    const given = call();
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new Error(
        `${hook} returned ${given === null ? 'null' : Array.isArray(given) ? 'a list' : `a ${typeof given}`}; it must return an object`,
      );
    return stateText(given);
  } catch (error) {
    throw StrategyFault.from(hook, error);
  }
}
