import { InvalidExchange, defineExchange, defineExchangeFamily } from '@libs/sdk';
import type { ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import { capabilitiesOf } from './capabilities';
import { Catalogue } from './catalogue';
import { CcxtStream } from './ccxt-stream';
import { MEMBERS } from './generated/members';
import { CcxtMarketData } from './market-data';
import type { Member } from './member';
import { verificationOf } from './verification';

/** Every exchange of ccxt, market data only. */
export const exchange = defineExchangeFamily({
  name: 'ccxt',
  members: () => MEMBERS.map(({ id, title }) => ({ id, title, verification: verificationOf(id) })),
  member: (id) => {
    const member = MEMBERS.find((known) => known.id === id);
    if (!member) throw new InvalidExchange(`ccxt:${id}`, `ccxt has no exchange "${id}"; "plimsoll exchange list" shows those that it has`);
    return pluginOf(member);
  },
});

function pluginOf(member: Member): ExchangePlugin {
  // ccxt's own addresses; its test networks are those of trading, which this plugin does not do.
  const urls = { restUrl: member.rest, publicWebSocketUrl: member.socket, privateWebSocketUrl: member.socket };
  return defineExchange({
    name: `ccxt:${member.id}`,
    title: member.title,
    verification: verificationOf(member.id),
    market: capabilitiesOf(member),
    defaults: { mainnet: urls, testnet: urls, demo: urls },
    marketData: (options) => marketDataOf(member, options).market,
    publicStream: {
      kind: 'vendor',
      open: (options, handlers) => new CcxtStream({ member, options, handlers, ...marketDataOf(member, options) }),
    },
    trading: null,
  });
}

function marketDataOf(member: Member, options: ExchangeOptions): { readonly catalogue: Catalogue; readonly market: CcxtMarketData } {
  const catalogue = new Catalogue(member, options);
  return { catalogue, market: new CcxtMarketData(member, catalogue, options.now) };
}
