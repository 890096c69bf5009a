import fc from '../../node_modules/fast-check/lib/fast-check.js';

export * from '../../node_modules/fast-check/lib/fast-check.js';

const SEED = 20_260_101;
const times = Number(process.env.PROPERTY_TIMES ?? 1);

/**
 * The same cases each time, so that a failure is the fault of the change that is tested; `npm run properties` looks for others, many times as
 * many.
 */
const chosen = (options = {}) => (times > 1 ? { ...options, numRuns: (options.numRuns ?? 100) * times } : { seed: SEED, ...options });

export default { ...fc, assert: (property, options) => fc.assert(property, chosen(options)) };
