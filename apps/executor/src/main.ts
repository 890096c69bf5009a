import { readExecutorEnvironment, runProcess } from '@libs/platform';
import { startExecutor } from './start-executor';

runProcess({
  component: 'executor',
  start: (context) => startExecutor(readExecutorEnvironment(context.env), context),
});
