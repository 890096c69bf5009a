import type { InternalName } from '@libs/platform';

/** Set from outside where simulator, api and accounts are services of their own. */
export const DEPLOYMENT_NAMES: readonly InternalName[] = ['PLIMSOLL_SIMULATOR_URL', 'PLIMSOLL_SIMULATOR_TOKEN'];
