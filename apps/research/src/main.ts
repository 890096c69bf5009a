import { readResearchEnvironment, runProcess } from '@libs/platform';
import { startResearch } from './start-research';

runProcess({
  component: 'research',
  start: (context) => startResearch(readResearchEnvironment(context.env), context),
});
