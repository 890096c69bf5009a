/** What the api hears of live values; a message may be lost and is then followed by a newer one. */
export interface Topics {
  /** Returns the function that ends it. */
  subscribe(topic: string, handler: (payload: unknown) => void): () => void;
}
