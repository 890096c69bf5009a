import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser, open, overflow } from './browser';
import type { Opened } from './browser';
import { ROOT, startPlatform } from './platform';
import type { RunningPlatform } from './platform';

export const ARTIFACTS = join(ROOT, 'artifacts/browser');
export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
const START_MS = 150_000;

/** A running platform and a browser that looks at it. */
export class Stage {
  platform!: RunningPlatform;
  browser!: Browser;

  at(path: string): string {
    return new URL(path, this.platform.dashboard).href;
  }

  open(path: string, viewport: { readonly width: number; readonly height: number }): Promise<Opened> {
    return open(this.browser, this.at(path), viewport);
  }
}

/** Tests on a platform of their own whose market goes so many times as fast; skipped, saying why, where there is no browser. */
export function describeOnPlatform(title: string, speed: number, tests: (stage: Stage) => void): void {
  const describeInBrowser = browserMissing === null ? describe : describe.skip;
  describeInBrowser(`${title}${browserMissing === null ? '' : ` (skipped: ${browserMissing})`}`, () => {
    const stage = new Stage();

    beforeAll(async () => {
      mkdirSync(ARTIFACTS, { recursive: true });
      [stage.platform, stage.browser] = await Promise.all([startPlatform('--speed', String(speed)), launchBrowser()]);
    }, START_MS);

    afterEach(() => Promise.all(stage.browser.contexts().map((context) => context.close())));

    afterAll(async () => {
      await stage.browser?.close();
      await stage.platform?.stop();
    }, START_MS);

    tests(stage);
  });
}

/** Desk and phone, light and dark; nowhere wider than its window. */
export async function shoot(page: Page, name: string): Promise<void> {
  for (const [place, viewport] of [
    ['desktop', DESK],
    ['phone', PHONE],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      // A chart paints in the frame after it was resized.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await page.screenshot({ path: join(ARTIFACTS, `${name}-${place}-${colorScheme}.png`), fullPage: true });
      expect(await overflow(page)).toBe(0);
    }
  await page.setViewportSize(DESK);
}
