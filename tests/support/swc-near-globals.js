import swc from '@swc/jest';

/**
 * Each look at a global goes through the context that a test runs in, which makes a loop over `Math` fifty times as slow. So each module has its
 * own name for them; not for clocks and timers, which tests replace.
 */
const NAMES =
  'Array, BigInt, Float64Array, Infinity, Int32Array, JSON, Map, Math, NaN, Number, Object, Set, String, Uint8Array, Uint32Array, WeakMap';
const NEAR = `const { ${NAMES} } = globalThis;`;

/** As @swc/jest, with globals near. */
export default {
  createTransformer(options) {
    const transformer = swc.createTransformer(options);
    const near = (made) => ({ ...made, code: NEAR + made.code });
    return {
      canInstrument: transformer.canInstrument,
      getCacheKey: (...source) => NEAR + transformer.getCacheKey(...source),
      process: (...source) => near(transformer.process(...source)),
      processAsync: async (...source) => near(await transformer.processAsync(...source)),
    };
  },
};
