export { WebSocketManager } from './stream/web-socket-manager';
export type { WebSocketManagerOptions } from './stream/web-socket-manager';
export { StreamConnection } from './stream/stream-connection';
export type { StreamEnvironment, StreamHandlers, StreamNotice } from './stream/stream-connection';
export { openWebSocket } from './stream/frame-socket';
export type { FrameSocket, FrameSocketHandlers, OpenSocket } from './stream/frame-socket';
export { MarketFeed } from './feed/market-feed';
export type { MarketFeedHandlers } from './feed/market-feed';
export type { FeedItem } from './feed/feed-queue';
