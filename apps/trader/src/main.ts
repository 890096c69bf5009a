import { readTraderEnvironment, runProcess } from '@libs/platform';
import { startTrader } from './start-trader';

runProcess({ component: 'trader', start: (context) => startTrader(readTraderEnvironment(context.env), context) });
