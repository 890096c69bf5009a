import { join } from 'node:path';
import { InvalidSource, openSource, startSimulator } from '@libs/exchange-simulator';
import { readSimulatorEnvironment, runProcess, SettingsError } from '@libs/platform';

runProcess({
  component: 'exchange-simulator',
  async start({ env, logger, fail }) {
    const { home, port, token, source } = readSimulatorEnvironment(env);
    try {
      const opened = await openSource(source);
      // Our executors read a long absence in one burst, and all of our processes share one address.
      const rateTier = 'off';
      const simulator = await startSimulator({
        source: opened,
        folder: join(home, 'simulator'),
        port,
        token,
        rateTier,
        logger,
        failed: fail,
      });
      logger.info(`serves the ${opened.label}`, { sourceId: opened.sourceId });
      return { detail: { port: simulator.port, sourceId: opened.sourceId, source: opened.label }, stop: () => simulator.stop() };
    } catch (error) {
      if (error instanceof InvalidSource) throw new SettingsError('PLIMSOLL_SIMULATOR_SOURCE', error.message);
      throw error;
    }
  },
});
