import { createServer } from 'node:net';
import { readJson, writeJson } from './home';

export type PortName = 'postgres' | 'simulator' | 'dashboard';

/** A port for the name: the one it had last time when that is free, else a new one, which is remembered. No two names have the same. */
export async function rememberedPort(file: string, name: PortName, pick = freePort): Promise<number> {
  const { [name]: last, ...others } = (await readJson<Partial<Record<PortName, number>>>(file)) ?? {};
  // Whose process is yet to start does not hold its port, so the system may give it away twice.
  const taken = new Set(Object.values(others));
  if (last !== undefined && !taken.has(last) && (await isFree(last))) return last;
  let port = await pick();
  while (taken.has(port)) port = await pick();
  await writeJson(file, { ...others, [name]: port });
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
