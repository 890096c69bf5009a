import type { ApolloServerPlugin } from '@apollo/server';

/** A small page to try queries with; it loads nothing from elsewhere, so it works without internet. */
export const landingPage: ApolloServerPlugin = {
  async serverWillStart() {
    return {
      async renderLandingPage() {
        return { html: PAGE };
      },
    };
  },
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plimsoll GraphQL</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #16222e; background: #f4f6f8; }
  main { max-width: 70rem; margin: 0 auto; padding: 1rem; display: grid; gap: .75rem; }
  textarea, pre { font: 13px/1.45 ui-monospace, monospace; width: 100%; box-sizing: border-box; border: 1px solid #c6d0d9; border-radius: 6px; padding: .6rem; background: #fff; }
  pre { margin: 0; min-height: 6rem; max-height: 60vh; overflow: auto; white-space: pre-wrap; }
  button { font: inherit; padding: .4rem 1rem; border: 0; border-radius: 6px; background: #0b5cad; color: #fff; justify-self: start; }
</style>
</head>
<body>
<main>
<h1>GraphQL</h1>
<p>Queries and mutations: POST here. Subscriptions: WebSocket on the same address (graphql-transport-ws).</p>
<label>Operation<textarea id="query" rows="10">{ status { status market { label state marketTime } components { component status reason } } accounts { id name status balances { asset total } value { equity } } }</textarea></label>
<label>Variables<textarea id="variables" rows="3">{}</textarea></label>
<button id="run">Run (Ctrl+Enter)</button>
<pre id="answer" aria-live="polite"></pre>
</main>
<script>
  const byId = (id) => document.getElementById(id);
  async function run() {
    try {
      const body = JSON.stringify({ query: byId('query').value, variables: JSON.parse(byId('variables').value || '{}') });
      const response = await fetch(location.pathname, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      byId('answer').textContent = JSON.stringify(await response.json(), null, 2);
    } catch (error) { byId('answer').textContent = String(error); }
  }
  byId('run').addEventListener('click', run);
  document.addEventListener('keydown', (event) => { if (event.ctrlKey && event.key === 'Enter') run(); });
</script>
</body>
</html>`;
