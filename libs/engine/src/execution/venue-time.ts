/** Market time from the venue's own messages; an acknowledgement has no timestamp, so it gets the newest one seen. */
export class VenueTime {
  private newest = 0;

  get latest(): number {
    return this.newest;
  }

  seen(at: number): void {
    if (at > this.newest) this.newest = at;
  }
}
