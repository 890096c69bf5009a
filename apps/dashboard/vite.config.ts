import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npx vite apps/dashboard` serves it with live reload against a platform running on this port. */
const api = `http://127.0.0.1:${process.env['DASHBOARD_PORT'] ?? '8080'}`;

export default defineConfig({
  root: at('.'),
  plugins: [react()],
  resolve: { alias: { '@libs/client': at('../../libs/client/src/index.ts'), '@libs/kernel': at('../../libs/kernel/src/index.ts') } },
  build: { outDir: at('../../dist/apps/dashboard'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 700 },
  // The api answers only to its own pages, so the proxy uses its origin.
  server: { proxy: { '/graphql': { target: api, ws: true, changeOrigin: true, rewriteWsOrigin: true, headers: { origin: api } } } },
});
