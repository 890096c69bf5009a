/** Each campaign loads only when it runs, and ends the process itself. */
const CAMPAIGNS: Readonly<Record<string, () => Promise<unknown>>> = {
  kills: () => import('./kills/kills'),
  simulator: () => import('./simulator/kills'),
  feeds: () => import('./feeds/feeds'),
  soak: () => import('./soak/soak'),
};

const [wanted = ''] = process.argv.splice(2, 1);
const campaign = CAMPAIGNS[wanted];
if (!campaign) {
  const what = wanted === '' ? '' : `There is no campaign ${wanted}. `;
  process.stderr.write(`${what}Name one of: ${Object.keys(CAMPAIGNS).join(', ')}.\n`);
  process.exit(2);
}
await campaign();

export {};
