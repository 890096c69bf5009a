/** The theme's colours for the chart, resolved, because a canvas does not know custom properties. */
export interface ChartColours {
  readonly text: string;
  readonly grid: string;
  readonly border: string;
  readonly up: string;
  readonly down: string;
  readonly accent: string;
  readonly warn: string;
  readonly panel: string;
  readonly crosshair: string;
}

const PROPERTIES: Readonly<Record<keyof ChartColours, string>> = {
  text: '--muted',
  grid: '--grid',
  border: '--line',
  up: '--up',
  down: '--down',
  accent: '--accent',
  warn: '--warn',
  panel: '--panel',
  crosshair: '--faint',
};

/** Reads them through a probe element, because `light-dark()` is resolved only where it is used as a colour. */
export function readColours(): ChartColours {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (property: string): string => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(Object.entries(PROPERTIES).map(([name, property]) => [name, read(property)]));
  probe.remove();
  return colours as unknown as ChartColours;
}

/** `rgb(1, 2, 3)` with an alpha, for areas and bands. */
export function withAlpha(colour: string, alpha: number): string {
  return colour.replace(/^rgba?\(([^,]+),([^,]+),([^,)]+).*\)$/, `rgba($1,$2,$3, ${alpha})`);
}
