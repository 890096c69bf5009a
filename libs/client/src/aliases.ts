const ALIAS = /^[A-Z][A-Za-z]*__([a-z]\w*)$/;

/** A union member's fields under their own names again (`Refused__limit` → `limit`); only the top level can carry aliases. */
export function withoutAliases(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (!keys.some((key) => ALIAS.test(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [ALIAS.exec(key)?.[1] ?? key, inner]));
}
