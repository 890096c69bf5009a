import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface MetricOptions<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

/** The metrics of one process, under one prefix; requesting a metric again returns the same one. */
export class Metrics {
  readonly registry = new Registry();

  constructor(options: { readonly component: string; readonly account?: string; readonly processMetrics?: boolean }) {
    this.registry.setDefaultLabels({ component: options.component, ...(options.account ? { account: options.account } : {}) });
    if (options.processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string = never>(options: MetricOptions<L>): Counter<L> {
    return this.once(options, (base) => new Counter<L>(base));
  }

  gauge<L extends string = never>(options: MetricOptions<L>): Gauge<L> {
    return this.once(options, (base) => new Gauge<L>(base));
  }

  histogram<L extends string = never>(options: MetricOptions<L> & { readonly buckets: readonly number[] }): Histogram<L> {
    return this.once(options, (base) => new Histogram<L>({ ...base, buckets: [...options.buckets] }));
  }

  /** Prometheus text exposition. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private once<M, L extends string>(
    options: MetricOptions<L>,
    make: (base: { name: string; help: string; labelNames: L[]; registers: Registry[] }) => M,
  ): M {
    const name = `plimsoll_${options.name}`;
    const known = this.registry.getSingleMetric(name);
    if (known) return known as M;
    return make({ name, help: options.help, labelNames: [...(options.labels ?? [])], registers: [this.registry] });
  }
}
