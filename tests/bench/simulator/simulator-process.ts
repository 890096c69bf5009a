import { openSource, startSimulator } from '@libs/exchange-simulator';

const [folder = ''] = process.argv.slice(2);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error, child: () => silent };

/** The exchange simulator by itself, with a market at real time and no limit on how often it may be asked. */
const simulator = await startSimulator({
  source: await openSource({ kind: 'generated', seed: 1, speed: 1 }),
  folder,
  port: 0,
  token: 'bench',
  logger: silent,
  rateTier: 'off',
  failed: (error) => {
    console.error(error);
    process.exit(1);
  },
});
process.send?.({ port: simulator.port });
process.on('disconnect', () => process.exit(0));
