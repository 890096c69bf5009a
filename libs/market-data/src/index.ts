export { WebSocketManager } from './stream/web-socket-manager';
export type { PoolOptions, WebSocketManagerOptions } from './stream/web-socket-manager';
export { StreamConnection } from './stream/stream-connection';
export type { StreamEnvironment, StreamHandlers, StreamNotice } from './stream/connection-ports';
export { OpenBudget } from './stream/open-budget';
export { StreamPool } from './stream/stream-pool';
export type { PoolHandlers } from './stream/stream-pool';
export type { FrameTap, FrameTime } from './stream/frame-tap';
export type { FrameSocket, FrameSocketHandlers, OpenSocket } from './stream/frame-socket';
export { MarketFeed } from './feed/market-feed';
export type { MarketFeedParts } from './feed/market-feed';
export type { FeedNotice, MarketFeedHandlers } from './feed/feed-handlers';
export type { FeedQuality, Latency } from './feed/feed-quality';
export { VenueClock } from './clock/venue-clock';
export type { FeedItem } from './feed/feed-queue';
export { OrderBook } from './book/order-book';
export type { BookOutcome, OrderBookOptions } from './book/order-book';
export { HistoryStore } from './history/history-store';
export type { AddOptions, AddReport, CandleColumns, TimeSpan } from './history/history-store';
export { InvalidSeries, categoryOf, isPerpetual, seriesFolder, seriesName } from './history/series';
export type {
  CandleSeries,
  FundingSeries,
  FundingSettlement,
  HistoryMarket,
  HistorySeries,
  PublicTrade,
  TradeSeries,
} from './history/series';
export type { DataFile, DataFileFacts, DataSourceNote } from './history/data-file';
export type { ScaledColumn } from './history/scaled';
export { scaledColumn } from './history/scaled';
export { candleFormat, sumOfBars } from './history/candle-format';
export { tradeFormat } from './history/trade-format';
export { fundingFormat } from './history/funding-format';
export { LONGEST_FUNDING, fundingGaps } from './history/funding-gaps';
export { UnreadableDataFile } from './history/parquet-file';
export { reindex } from './history/reindex';
export type { IndexedFile, ReindexReport } from './history/reindex';
export { planRetention } from './history/retention';
export type { RetainedFile, RetentionPlan, RetentionRule } from './history/retention';
export { DEFAULT_VERIFY, verifyCandles } from './history/verify-candles';
export type { Finding, Verification, VerifyOptions } from './history/verify-candles';
export { verifyTrades } from './history/verify-trades';
export { verifyFunding } from './history/verify-funding';
export { downloadCandles } from './history/download-candles';
export type { DownloadOptions } from './history/download-candles';
export { NoPastTrades, downloadTrades } from './history/download-trades';
export type { TradeDownload, TradeDownloadReport, TradeHole } from './history/download-trades';
export { NoPastFunding, downloadFunding } from './history/download-funding';
export type { FundingDownload } from './history/download-funding';
export { TradeCoverage } from './history/trade-coverage';
export { readCandleCsv } from './history/import/candle-csv';
export { zoneOf } from './history/import/local-time';
export type { Zone } from './history/import/local-time';
export { readFundingCsv } from './history/import/funding-csv';
export { readFileName } from './history/import/file-name';
export type { NamedFile } from './history/import/file-name';
export { readFreqtradeFeather, readFreqtradeFundingFeather } from './history/import/freqtrade-feather';
export { readFreqtradeFolder } from './history/import/freqtrade-folder';
export type { FreqtradeFolder } from './history/import/freqtrade-folder';
export { readFreqtradeCandles, readFreqtradeFunding, readFreqtradeTrades } from './history/import/freqtrade-json';
export { InvalidImport } from './history/import/open-text';
export { FrameRecorder } from './record/frame-recorder';
export type { RecorderSettings } from './record/frame-recorder';
export type { RecordedFrame } from './record/frame-line';
export { RecordingDamaged, readRecording } from './record/recording-files';
export { readRecordingNote, recordingsIn, writeRecordingNote } from './record/recording-note';
export type { RecordingNote } from './record/recording-note';
export { makeRoom } from './record/recording-room';
export type { Room, RoomParts, RoomRule } from './record/recording-room';
export { EventHash } from './record/event-hash';
export { FrameReplay } from './record/replay-frames';
export type { ReplayReport } from './record/replay-frames';
export { codecStreamsOf, connectionsToRecord, listenTo } from './record/recorded-market';
export type { RecordedConnection } from './record/recorded-market';
