import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plimsoll</title>
<body style="font:16px/1.6 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem">
<h1>The dashboard is not built</h1>
<p>The api runs. Build the page with <code>npm run build</code> and reload; until then there are
<a href="/graphql">GraphQL</a>, <a href="/docs">the REST documentation</a> and <a href="/api/v1/health">the health of each component</a>.</p>
</body></html>`;

/** What programs ask for: a page would only confuse them where nothing is. */
const NOT_PAGES = /^\/(api|docs|graphql|metrics)(\/|$)/;

/** Serves the built dashboard; its own addresses all show the one page. */
export async function serveDashboard(fastify: FastifyInstance, folder: string): Promise<void> {
  await fastify.register(fastifyStatic, { root: folder, serve: false, index: false, dotfiles: 'ignore' });
  fastify.get('/*', (request, reply) => {
    const path = pathOf(request.url);
    if (path === null || NOT_PAGES.test(path)) return reply.callNotFound();
    if (!existsSync(join(folder, 'index.html'))) return reply.status(200).type('text/html').send(NOT_BUILT);
    // Built files carry a hash in their name and never change; the page that names them must always be asked for.
    if (path.startsWith('/assets/')) return reply.sendFile(path, { maxAge: '365d', immutable: true });
    if (/\.\w+$/.test(path)) return reply.sendFile(path, { maxAge: 0 });
    return reply.sendFile('index.html', { maxAge: 0 });
  });
}

function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '/');
  } catch {
    return null;
  }
}
