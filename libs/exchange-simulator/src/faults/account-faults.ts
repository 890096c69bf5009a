import { z } from 'zod';
import { defineFault, type FaultKind } from './fault-kind';

const account = z.string().min(1);
const symbol = z.string().min(1);

export const ACCOUNT_FAULTS: readonly FaultKind[] = [
  defineFault({
    name: 'liquidation',
    group: 'account',
    title: 'The venue cancels the orders of an account and takes its position over.',
    when: { count: 1 },
    parameters: z.strictObject({ account, symbol }),
    make: ({ acts }, _target, given) => ({
      begin: () => acts.liquidate(given.account, given.symbol, 'LIQUIDATION'),
    }),
  }),
  defineFault({
    name: 'auto-deleveraging',
    group: 'account',
    title: 'The venue closes a winning position to cover the loss of another client.',
    when: { count: 1 },
    parameters: z.strictObject({ account, symbol }),
    make: ({ acts }, _target, given) => ({
      begin: () => acts.liquidate(given.account, given.symbol, 'AUTO_DELEVERAGING'),
    }),
  }),
  defineFault({
    name: 'foreign-order',
    group: 'account',
    title: 'Somebody places an order by hand on the account of the bot.',
    when: { count: 1 },
    parameters: z.strictObject({
      account,
      category: z.enum(['linear', 'spot']).default('linear'),
      symbol,
      side: z.enum(['Buy', 'Sell']).default('Buy'),
      orderType: z.enum(['Market', 'Limit']).default('Market'),
      qty: z.string(),
      price: z.string().optional(),
    }),
    make: ({ acts }, _target, { account: owner, ...body }) => ({ begin: () => acts.placeOrder(owner, body) }),
  }),
  defineFault({
    name: 'funding-now',
    group: 'account',
    title: 'Funding is paid at once, at the stated rate.',
    when: { count: 1 },
    parameters: z.strictObject({ symbol, rate: z.string().default('0.0001') }),
    make: ({ acts }, _target, given) => ({ begin: () => acts.payFunding(given.symbol, given.rate) }),
  }),
  defineFault({
    name: 'position-mode-switched',
    group: 'account',
    title: 'The account is switched to hedge mode by other hands.',
    when: { count: 1 },
    parameters: z.strictObject({ account, hedged: z.boolean().default(true) }),
    make: ({ acts }, _target, given) => ({
      begin: () => acts.setHedged(given.account, given.hedged),
      end: () => acts.setHedged(given.account, !given.hedged),
    }),
  }),
  defineFault({
    name: 'delisting',
    group: 'account',
    title: 'A symbol is closed and leaves the list of instruments, with positions open.',
    when: { count: 1 },
    parameters: z.strictObject({ symbol, category: z.enum(['linear', 'spot']).default('linear') }),
    make: ({ acts }, _target, given) => ({
      begin: () => acts.setListed(given.symbol, given.category, false),
      end: () => acts.setListed(given.symbol, given.category, true),
    }),
  }),
];
