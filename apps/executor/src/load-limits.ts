import type { InstrumentLimits } from '@libs/engine';
import type { Logger, Timers } from '@libs/platform';
import type { MarketData } from '@libs/sdk';

const RETRY_MS = 1_000;

export interface LoadLimitsParts {
  readonly limits: Pick<InstrumentLimits, 'replace' | 'areKnown'>;
  readonly market: Pick<MarketData, 'instruments'>;
  readonly timers: Timers;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Asks the venue for its instruments until it tells them, and calls `loaded` once; the filters of yesterday must not judge the
 * orders of today. After `cancel` nobody is asked or called.
 */
export function loadLimits({ limits, market, timers, logger }: LoadLimitsParts, loaded: () => void): { cancel(): void } {
  let timer: { cancel(): void } | null = null;
  let isCancelled = false;
  const ask = async (): Promise<void> => {
    try {
      limits.replace(await market.instruments());
      if (!limits.areKnown) logger.warn('the venue lists no instruments yet', {});
    } catch (error) {
      logger.warn('the instruments could not be read', { error });
    }
    if (isCancelled) return;
    if (limits.areKnown) loaded();
    else timer = timers.after(RETRY_MS, () => void ask());
  };
  void ask();
  return {
    cancel: () => {
      isCancelled = true;
      timer?.cancel();
    },
  };
}
