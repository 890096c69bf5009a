/** The newest value of each topic and key, told at most once an interval; what was overtaken meanwhile is never sent. */
export class ValueBoard {
  private readonly fresh = new Map<string, { readonly topic: string; readonly value: () => unknown }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly publish: (topic: string, value: unknown) => Promise<void>,
    private readonly onError: (error: unknown) => void,
    private readonly intervalMs = 250,
  ) {}

  /** `value` is asked for when it is sent, so a busy topic costs one reading per interval. */
  set(topic: string, value: () => unknown, key = ''): void {
    this.fresh.set(`${topic} ${key}`, { topic, value });
    this.timer ??= setTimeout(() => this.flush(), this.intervalMs);
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.fresh.clear();
  }

  private flush(): void {
    this.timer = null;
    const values = [...this.fresh.values()];
    this.fresh.clear();
    // A lost value may cost a screen refresh and nothing else.
    for (const { topic, value } of values) this.publish(topic, value()).catch(this.onError);
  }
}
