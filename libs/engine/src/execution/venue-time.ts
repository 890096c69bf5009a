/** Market time as the venue's own messages tell it; an acknowledgement carries none, so it takes the newest seen. */
export class VenueTime {
  private newest = 0;

  get latest(): number {
    return this.newest;
  }

  seen(at: number): void {
    if (at > this.newest) this.newest = at;
  }
}
