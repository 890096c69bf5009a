type Optional<Fields, Key extends keyof Fields> = undefined extends Fields[Key] ? Key : never;

/** Makes fields that may be undefined optional. */
export type Defined<Fields> = {
  [Key in keyof Fields as Optional<Fields, Key> extends never ? Key : never]: Fields[Key];
} & {
  [Key in keyof Fields as Optional<Fields, Key>]?: Exclude<Fields[Key], undefined>;
};

/** The fields that have a value, in order: with `exactOptionalPropertyTypes` an absent field differs from an undefined one. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept as Defined<Fields>;
}
