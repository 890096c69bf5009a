/** A key that makes repeats of a command a single command. `randomUUID` is missing if the page is not served over localhost or TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
