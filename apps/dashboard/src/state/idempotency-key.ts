/** A key that makes a repeated command one command. `randomUUID` is missing where the page is not served over localhost or TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
