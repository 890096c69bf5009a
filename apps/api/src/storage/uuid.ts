const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Text that is no UUID can be no id of ours; the database would answer it with an error instead of nothing. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
