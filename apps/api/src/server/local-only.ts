import type { IncomingHttpHeaders } from 'node:http';
import { HOOKS } from '../rest-path';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request must not be answered, or null. Nobody signs in yet, so the browser of whoever runs the platform is the
 * way in: a foreign page could post here, or point its own name at 127.0.0.1 (DNS rebinding). A webhook has a secret in its
 * address that no foreign page knows, and comes through whatever proxy leads here.
 */
export function foreignRequest(headers: IncomingHttpHeaders, path = '/'): string | null {
  if (path.startsWith(`/${HOOKS}/`)) return null;
  const { host, origin } = headers;
  if (!host || !LOOPBACK_NAMES.has(hostName(host))) {
    return `The api answers only to localhost, not to "${host ?? ''}"; open http://localhost on its port.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) return `Requests from ${origin} are refused; only pages of this server may ask.`;
  if (origin === undefined && crossSite(headers)) return 'Requests from other sites are refused.';
  return null;
}

/** Following a link from elsewhere is fine; fetching, framing or loading parts of us from elsewhere is not. */
function crossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
