/** The ECMAScript globals that are the same on every machine at every time; all others are removed. */
export const ECMASCRIPT_GLOBALS: ReadonlySet<string> = new Set([
  ...['globalThis', 'Infinity', 'NaN', 'undefined', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
  ...['Object', 'Function', 'Boolean', 'Symbol', 'Number', 'BigInt', 'Math', 'Date', 'String', 'RegExp', 'JSON', 'Reflect', 'Proxy'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Iterator', 'ArrayBuffer', 'DataView'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['BigInt64Array', 'BigUint64Array', 'Float16Array', 'Float32Array', 'Float64Array'],
]);

const NO_LATER = 'a hook runs to its end at once; wait for the next bar';
const NO_WORLD = 'a strategy sees market data and its own orders only';

/** Well-known functions replaced by ones that throw a sentence, because "is not defined" would not say what to do. */
export const BANNED_FUNCTIONS: Readonly<Record<string, string>> = {
  setTimeout: NO_LATER,
  setInterval: NO_LATER,
  setImmediate: NO_LATER,
  queueMicrotask: NO_LATER,
  fetch: NO_WORLD,
  require: 'import from @libs/sdk and your own files',
};

/** Methods whose result depends on the locale data of the machine. */
export const BANNED_METHODS: Readonly<Record<string, readonly string[]>> = {
  Date: ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  Number: ['toLocaleString'],
  BigInt: ['toLocaleString'],
  Array: ['toLocaleString'],
  String: ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'],
};

/** Static properties through which one match would be visible to the next strategy. */
export const LEGACY_REGEXP: readonly string[] = [
  ...['$1', '$2', '$3', '$4', '$5', '$6', '$7', '$8', '$9', '$_', '$&', '$+', '$`', "$'"],
  ...['input', 'lastMatch', 'lastParen', 'leftContext', 'rightContext'],
];
