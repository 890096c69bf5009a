export { isOpen, leavesOf } from '../venue/order';
export type { CancelReason, SimExecution, SimOrder, SimOrderRequest, SimTimeInForce } from '../venue/order';
