import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as sdk from '@libs/sdk';
import { FrameReader, writeFrame } from './frames';
import { resolveRule } from './import-wall';
import { lockDown } from './lockdown';
import { ModuleLoader } from './module-loader';
import { SandboxServer } from './sandbox-server';

/**
 * The sandbox: one process with one synchronous loop. It reads a frame, processes it completely and writes the answer. There is no event
 * loop for user code, so nothing can happen between deliveries. First argument: the folder of the strategies.
 */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';

const loader = new ModuleLoader(strategies, import.meta.url);
const server = new SandboxServer(loader, writeFrame);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
lockDown(sdk, (level, message) => server.console(level, message));

writeFrame({ type: 'ready', protocol: 1 });
const reader = new FrameReader();
for (let frames = reader.read(); frames !== null; frames = reader.read()) {
  for (const frame of frames) server.take(frame);
}
