/** The files of a new strategy: one that works, to be changed into another. */
export function strategyFiles(name: string): Readonly<Record<string, string>> {
  const title = titleOf(name);
  return {
    'README.md': readme(title),
    'src/index.ts': "export { strategy } from './strategy';\n",
    'src/strategy.ts': source(name, title),
    'src/strategy.spec.ts': spec(),
  };
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function source(name: string, title: string): string {
  return `import { defineStrategy, ema, param } from '@libs/sdk';

/** Long while the close is above its average, flat while it is below; decides on the closed bar. */
export const strategy = defineStrategy({
  name: '${name}',
  version: '0.1.0',
  title: '${title}',
  description: 'Long while the close is above its average, flat while it is below.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '5m', description: 'Length of the bars that feed the average' }),
    period: param.integer({ default: 50, min: 2, max: 1000, description: 'Period of the average, in bars' }),
    sizeFraction: param.number({ default: 0.05, min: 0.0001, max: 1, description: 'Size of a position as a fraction of account equity' }),
  },
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  // After five periods less than 0.01 % of the first value is left in the average.
  warmUp: ({ period }) => period * 5,
  state: ({ period }) => ({ average: ema.create(period) }),

  onBar: (ctx, { bar }) => {
    const { symbol, sizeFraction } = ctx.params;
    const average = ema.update(ctx.state.average, bar.close);
    if (ctx.warmingUp) return;
    const { side } = ctx.position(symbol);
    ctx.decide(() => ({ action: side.toLowerCase(), why: 'the close against its average', values: { close: bar.close, average } }));
    if (ctx.hasOpenOrders(symbol)) return;
    const quantity = ctx.quantityFor(symbol, ctx.equityShare(sizeFraction));
    if (bar.close > average && side === 'FLAT' && quantity !== '0') ctx.buy(symbol, quantity, { tag: 'above' });
    if (bar.close < average && side === 'LONG') ctx.closePosition(symbol, { tag: 'below' });
  },
});
`;
}

function spec(): string {
  return `import { describeStrategy } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';
const params = { symbol: SYMBOL, interval: '1m', period: 3 };

describeStrategy(strategy, { params, folder: import.meta.dirname }, ({ play }) => {
  it('buys above the average and leaves below it', () => {
    // Average of three, weight a half: 100 for the fifteen bars of warm-up, then 105, 107.5 and 98.75.
    const { orders, fills } = play([...Array<number>(15).fill(100), 110, 110, 90, 90, 90], { equity: '10000' });
    // 5 % of 10000 is 500: at 110 that is 4.545… coins, rounded down to 0.001.
    expect(orders.map(({ side, quantity, tag }) => \`\${side} \${quantity} \${tag}\`)).toEqual(['BUY 4.545 above', 'SELL 4.545 below']);
    expect(fills.map(({ side, price }) => \`\${side} at \${price}\`)).toEqual(['BUY at 110', 'SELL at 90']);
  });
});
`;
}

function readme(title: string): string {
  return `# ${title}

Long while the close is above its average, flat while it is below. It decides once per closed bar and trades with market orders.

| parameter      | default | range       | meaning                                                                                   |
| -------------- | ------- | ----------- | ----------------------------------------------------------------------------------------- |
| \`symbol\`       | –       | a market    | what to trade                                                                             |
| \`interval\`     | \`5m\`    | \`1m\`–\`1d\`   | length of the bars that feed the average                                                  |
| \`period\`       | 50      | 2–1000      | period of the average, in bars                                                            |
| \`sizeFraction\` | 0.05    | 0.0001–1    | size of a position as a fraction of account equity; keep it below \`MAX_POSITION_SIZE\` |

## When it loses

- **Markets without a trend.** The close crosses its average again and again; each crossing costs fees and half of the range.
- **Sudden falls.** It leaves at the open after the bar that closed below, however far below that is.
`;
}
