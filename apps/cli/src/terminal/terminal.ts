export interface TerminalOptions {
  readonly json: boolean;
  readonly out?: (text: string) => void;
  readonly err?: (text: string) => void;
  readonly isTty?: boolean;
}

const QUIET_FOR = 1_000;
const FRAME_EVERY = 120;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** How much of the whole is done, and what there is to say of it. */
export type Progress = (done: number, total: number, note?: string) => void;

/** What a person sees: results on standard output, progress and remarks on standard error; with `json`, objects only. */
export class Terminal {
  private readonly out: (text: string) => void;
  private readonly err: (text: string) => void;
  private readonly isTty: boolean;
  private line: string | undefined;

  constructor(private readonly options: TerminalOptions) {
    this.out = options.out ?? ((text) => process.stdout.write(text));
    this.err = options.err ?? ((text) => process.stderr.write(text));
    this.isTty = options.isTty ?? (process.stderr.isTTY === true && !options.json);
  }

  /** The command's result: `text` for people, `value` for programs. */
  result(text: string, value: unknown): void {
    this.out(this.options.json ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** A remark in passing. */
  say(text: string, level: 'info' | 'warn' = 'info'): void {
    if (this.options.json) {
      this.err(`${JSON.stringify({ level, message: text })}\n`);
      return;
    }
    this.clear();
    this.err(`${level === 'warn' ? '! ' : ''}${text}\n`);
    this.redraw();
  }

  /** Does the work and, once it takes more than a second, shows that it is under way. */
  async during<T>(what: string, work: Promise<T>): Promise<T> {
    const started = performance.now();
    const seconds = (): string => `${((performance.now() - started) / 1_000).toFixed(1)} s`;
    let frame = 0;
    let shown = false;
    const draw = (): void => {
      shown = true;
      if (this.isTty) this.show(`${FRAMES[frame++ % FRAMES.length]} ${what} … ${seconds()}`);
      else this.say(`${what} …`);
    };
    let ticker: NodeJS.Timeout | undefined;
    const first = setTimeout(() => {
      draw();
      if (this.isTty) ticker = setInterval(draw, FRAME_EVERY);
    }, QUIET_FOR);
    try {
      const result = await work;
      this.clear();
      this.line = undefined;
      if (shown) this.say(`${what}: done in ${seconds()}`);
      return result;
    } finally {
      clearTimeout(first);
      clearInterval(ticker);
      this.clear();
      this.line = undefined;
    }
  }

  /** Does the work while it tells how far it is; on a terminal a bar moves, elsewhere nothing is shown before the end. */
  async measure<T>(what: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    let drawn = 0;
    const progress: Progress = (done, total, note) => {
      if (!this.isTty || performance.now() - drawn < FRAME_EVERY) return;
      drawn = performance.now();
      this.show(`${bar(total > 0 ? done / total : 0)} ${what}${note === undefined ? '' : `: ${note}`}`);
    };
    try {
      return await work(progress);
    } finally {
      this.clear();
      this.line = undefined;
    }
  }

  private show(line: string): void {
    this.line = line;
    this.redraw();
  }

  private redraw(): void {
    if (this.isTty && this.line !== undefined) this.err(`\r\u001b[K${this.line}`);
  }

  private clear(): void {
    if (this.isTty && this.line !== undefined) this.err('\r\u001b[K');
  }
}

const BAR = 24;

function bar(fraction: number): string {
  const done = Math.min(1, Math.max(0, fraction));
  const filled = Math.round(done * BAR);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(done * 100)).padStart(3)} %`;
}
