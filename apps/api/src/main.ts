import { readApiEnvironment, runProcess } from '@libs/platform';
import { startApi } from './start-api';

runProcess({ component: 'api', start: (context) => startApi(readApiEnvironment(context.env), context) });
