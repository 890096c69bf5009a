const ALIAS = /^[A-Z][A-Za-z]*__([a-z]\w*)$/;

/** Renames aliased fields of a union member back (`Refused__limit` → `limit`); only the top level can have aliases. */
export function withoutAliases(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (!keys.some((key) => ALIAS.test(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [ALIAS.exec(key)?.[1] ?? key, inner]));
}
