/** What a key may do: names by group, as `query-api` shows them. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** Every group in the order of `query-api`, with the names it may hold. */
const GROUPS: Permissions = {
  ContractTrade: ['Order', 'Position'],
  Spot: ['SpotTrade'],
  Wallet: ['AccountTransfer', 'SubMemberTransfer', 'SubMemberTransferList', 'Withdraw'],
  Options: ['OptionsTrade'],
  Derivatives: ['DerivativesTrade'],
  CopyTrading: ['CopyTrading'],
  BlockTrade: ['BlockTrade'],
  Exchange: ['ExchangeHistory'],
  NFT: ['NFTQueryProductList'],
  Affiliate: ['Affiliate'],
  Earn: ['Earn'],
  FiatP2P: ['FiatP2POrder', 'Advertising'],
  FiatBybitPay: ['FaitPayOrder'],
  FiatConvertBroker: ['FiatConvertBrokerOrder'],
  FiatGlobalPay: [],
  FiatBitPay: ['FaitPayOrder'],
  BitCard: ['BitCard'],
  ByXPost: ['ByXPost'],
};

/** What a key may do unless it is said: trade and move money between its own accounts. */
export const USUAL_PERMISSIONS: Permissions = {
  ContractTrade: ['Order', 'Position'],
  Spot: ['SpotTrade'],
  Wallet: ['AccountTransfer', 'SubMemberTransfer'],
  Derivatives: ['DerivativesTrade'],
  Exchange: ['ExchangeHistory'],
};

/** Checks permissions that came from outside; a text says what is wrong with them. */
export function readPermissions(value: unknown): Permissions | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'permissions must be an object like {"Spot":["SpotTrade"]}';
  const given: Record<string, readonly string[]> = {};
  for (const [group, names] of Object.entries(value)) {
    const known = Object.hasOwn(GROUPS, group) ? GROUPS[group]! : undefined;
    if (!known) return `there is no permission group ${group.slice(0, 40)}`;
    if (!Array.isArray(names) || !names.every((name) => known.includes(String(name))))
      return `permissions.${group} takes a list out of ${known.join(', ')}`;
    given[group] = names.map(String);
  }
  // The unified account's own permission goes with that to trade contracts.
  if (given['ContractTrade']?.length && !given['Derivatives']) given['Derivatives'] = ['DerivativesTrade'];
  return given;
}

/** With every group present, those not given empty. */
export function everyGroup(permissions: Permissions): Permissions {
  return Object.fromEntries(Object.keys(GROUPS).map((group) => [group, permissions[group] ?? []]));
}
