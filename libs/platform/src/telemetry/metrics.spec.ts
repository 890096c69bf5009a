import { Metrics } from './metrics';

describe('Metrics', () => {
  it('gives the same metric for the same name and prints it with the component', async () => {
    const metrics = new Metrics({ component: 'api' });
    metrics.counter({ name: 'requests_total', help: 'Requests' }).inc();
    metrics.counter({ name: 'requests_total', help: 'Requests' }).inc();
    expect(await metrics.text()).toContain('plimsoll_requests_total{component="api"} 2');
  });
});
