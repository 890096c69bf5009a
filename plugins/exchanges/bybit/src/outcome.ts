import type { CommandOutcome } from '@libs/sdk';
import type { HttpResponse } from './http-response';
import { fields, textOr } from './wire';
import type { Fields } from './wire';

/**
 * Codes after which the request surely had no effect: the request, the key, the account or the market does not allow it.
 * What is not listed is unknown, above all 10000, 10016, 10014, 110072 and 170141 (a duplicate is an order that exists),
 * 110001, 110008, 110010, 110079 and 170213 (never proof), 170001, 170007, 170032, 170035, 170146, 170147, 170149 and 170150.
 * https://bybit-exchange.github.io/docs/v5/error
 */
const REFUSALS = new Set([
  ...['-1', '-2015', '33004', '10001', '10002', '10003', '10004', '10005', '10006', '10007', '10008', '10009', '10010', '10017'],
  ...['10018', '10024', '10027', '10028', '10029', '10429', '100028'],
  ...['30133', '30134', '30135', '30136', '30208', '30209', '30228', '30256'],
  ...['110003', '110004', '110005', '110006', '110007', '110009', '110011', '110012', '110017', '110018', '110019', '110020'],
  ...['110021', '110022', '110023', '110029', '110032', '110040', '110042', '110044', '110045', '110049', '110050', '110051'],
  ...['110052', '110053', '110057', '110058', '110063', '110066', '110067', '110068', '110069', '110070', '110074', '110080'],
  ...['110085', '110086', '110087', '110088', '110089', '110090', '110092', '110093', '110094', '110095', '110096', '110097'],
  ...['110098', '110099', '110100', '110101', '110103', '110118', '110119', '110120', '110121', '110123', '110124', '110125'],
  ...['110131', '110132', '110137', '170005', '170031', '170033', '170034', '170036', '170037', '170105', '170115', '170116'],
  ...['170117', '170121', '170124', '170130', '170131', '170132', '170133', '170134', '170136', '170137', '170140', '170148'],
  ...['170151', '170157', '170159', '170192', '170193', '170194', '170197', '170198', '170201', '170207', '170209', '170210'],
  ...['170217', '170218', '170221', '170222', '170224', '170227', '170228', '170229', '170341', '170344', '170346', '170371'],
  ...['170372', '170381', '170382', '170810'],
]);

/** What the answer to an order command proves. */
export function outcomeOf(response: HttpResponse, clientOrderId: string): CommandOutcome {
  if (response.status !== 200) return { kind: 'unknown', cause: `HTTP ${response.status}: ${response.body.slice(0, 200)}` };
  const envelope = envelopeOf(response.body);
  if (!envelope) return { kind: 'unknown', cause: `an answer that cannot be read: ${response.body.slice(0, 200)}` };
  const code = String(envelope['retCode']);
  const message = textOr(envelope, 'retMsg', 'no message');
  if (code === '0') return acknowledged(envelope['result'], clientOrderId);
  return REFUSALS.has(code) ? { kind: 'refused', code, message } : { kind: 'unknown', cause: `${code}: ${message}` };
}

/** The code of an answer; null where it has none. */
export function codeOf(body: string): number | null {
  return (envelopeOf(body)?.['retCode'] as number | undefined) ?? null;
}

function envelopeOf(body: string): Fields | null {
  try {
    const envelope = fields(JSON.parse(body), 'an answer');
    return typeof envelope['retCode'] === 'number' ? envelope : null;
  } catch {
    return null;
  }
}

function acknowledged(result: unknown, clientOrderId: string): CommandOutcome {
  const ids = typeof result === 'object' && result !== null ? (result as Fields) : {};
  const venueOrderId = textOr(ids, 'orderId', null);
  if (venueOrderId === null) return { kind: 'unknown', cause: 'an acknowledgement without an order id' };
  const link = textOr(ids, 'orderLinkId', clientOrderId);
  if (link !== clientOrderId) return { kind: 'unknown', cause: `an acknowledgement for ${link}` };
  return { kind: 'accepted', venueOrderId };
}
