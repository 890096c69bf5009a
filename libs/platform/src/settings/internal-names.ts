/** Variables that the launcher gives its children; a person does not set them. */
export const INTERNAL_NAMES = [
  'PLIMSOLL_ACCOUNT_ID',
  'PLIMSOLL_VENUE_ACCOUNT_ID',
  'PLIMSOLL_VENUE_URL',
  'PLIMSOLL_VENUE_KEY',
  'PLIMSOLL_VENUE_SECRET',
  'PLIMSOLL_SIMULATOR_URL',
  'PLIMSOLL_SIMULATOR_PORT',
  'PLIMSOLL_SIMULATOR_TOKEN',
  'PLIMSOLL_SIMULATOR_SOURCE',
  'PLIMSOLL_SOURCE_LABEL',
  'PLIMSOLL_SOURCE_ID',
] as const;

export type InternalName = (typeof INTERNAL_NAMES)[number];
