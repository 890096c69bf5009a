import type { Truth } from './truth';
import type { Witness } from './witness';

const DIGITS = 24;
const OPEN: ReadonlySet<string> = new Set(['NEW', 'PARTIALLY_FILLED', 'UNTRIGGERED']);

/** Exact, and on purpose not the platform's own decimals. */
function units(text: string): bigint {
  const [, sign, whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (sign === undefined || part.length > DIGITS) throw new Error(`"${text}" is no plain number`);
  const value = BigInt(whole + part.padEnd(DIGITS, '0'));
  return sign === '-' ? -value : value;
}

class Sums {
  private readonly sums = new Map<string, bigint>();

  add(key: string, amount: bigint): bigint {
    const sum = this.of(key) + amount;
    this.sums.set(key, sum);
    return sum;
  }

  of(key: string): bigint {
    return this.sums.get(key) ?? 0n;
  }
}

/** What is wrong with an account's books after a kill, given what its client was told before it. */
export function compare(id: string, truth: Truth, witness: Witness): string[] {
  return [...orders(truth, witness), ...executions(truth, witness), ...money(truth)].map((problem) => `${id}: ${problem}`);
}

function orders({ orders: list, executions: fills }: Truth, witness: Witness): string[] {
  const known = new Map(list.map((order) => [order.orderId, order]));
  const filled = new Sums();
  for (const { orderId, kind, quantity } of fills) if (kind !== 'FUNDING') filled.add(orderId, units(quantity));
  return [
    ...[...witness.made].filter(([orderId, name]) => known.get(orderId)?.clientOrderId !== name).map(([one]) => `order ${one} is lost`),
    ...[...witness.cancelled].filter((one) => OPEN.has(known.get(one)?.status ?? 'NEW')).map((one) => `cancelled order ${one} is open`),
    ...list.filter((order) => units(order.filled) !== filled.of(order.orderId)).map(({ orderId }) => `fills of ${orderId} do not add up`),
  ];
}

function executions({ executions: list, positions }: Truth, { seen }: Witness): string[] {
  const known = new Map(list.map((one) => [one.executionId, one]));
  const held = new Sums();
  for (const { market, positionIndex, kind, side, quantity } of list) {
    if (kind !== 'FUNDING') held.add(`${market} ${positionIndex}`, side === 'BUY' ? units(quantity) : -units(quantity));
  }
  const changed = [...seen].filter(([id, text]) => {
    const one = known.get(id);
    return !one || `${one.price} ${one.quantity} ${one.fee}` !== text;
  });
  return [
    ...(known.size === list.length ? [] : ['an execution is there twice']),
    ...changed.map(([one]) => `execution ${one} is lost or another`),
    ...positions
      .filter(({ market, index, quantity }) => held.of(`${market} ${index}`) !== units(quantity))
      .map(({ market, index }) => `position ${market} ${index} is not the sum of its executions`),
  ];
}

function money({ ledger, balances, executions: list }: Truth): string[] {
  const sums = new Sums();
  const booked = new Set(ledger.map(({ executionId }) => executionId));
  const wrong = ledger.filter(
    ({ asset, cashFlow, fee, funding, balance }) => sums.add(asset, units(cashFlow) - units(fee) - units(funding)) !== units(balance),
  );
  return [
    ...wrong.map((line) => `the balance of line ${line.id} does not follow`),
    ...Object.entries(balances)
      .filter(([asset, amount]) => units(amount) !== sums.of(asset))
      .map(([asset]) => `${asset} is not the sum of its lines`),
    ...list.filter(({ executionId }) => !booked.has(executionId)).map(({ executionId }) => `execution ${executionId} was not booked`),
  ];
}
