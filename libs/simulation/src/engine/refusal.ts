export { refuse } from '../venue/refusal';
export type { Refusal, RefusalCode } from '../venue/refusal';
