/** The venue answered, but not with what was asked for. */
export class VenueError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`Bybit ${code} on ${message}`);
    this.name = 'VenueError';
  }
}
