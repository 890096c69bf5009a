/** What to say of a name that no strategy has; `near` is a sentence about what is like it, after a space. */
export function noSuchStrategy(name: string, near = ''): string {
  return `There is no strategy "${name}".${near} "plimsoll strategy list" names what is installed, "npm run build" installs what is new.`;
}
