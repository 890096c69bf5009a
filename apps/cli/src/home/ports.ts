import { createServer } from 'node:net';
import { readJson, writeJson } from './home';

export type PortName = 'postgres' | 'simulator' | 'dashboard';

/** A port for the name: the one it had last time when that is free, else a new one, which is remembered. */
export async function rememberedPort(file: string, name: PortName): Promise<number> {
  const ports = (await readJson<Partial<Record<PortName, number>>>(file)) ?? {};
  const last = ports[name];
  if (last !== undefined && (await isFree(last))) return last;
  const port = await freePort();
  await writeJson(file, { ...ports, [name]: port });
  return port;
}

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
      server.close(() => resolve(address.port));
    });
  });
}
