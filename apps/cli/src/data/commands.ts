/** As typed after `plimsoll data download`. */
export interface DownloadCommand {
  readonly symbol: string;
  readonly kind: string;
  readonly interval: string;
  readonly from?: string;
  readonly to?: string;
  readonly venue: string;
  readonly venueUrl?: string;
  readonly replace: boolean;
}

/** As typed after `plimsoll data import`. */
export interface ImportCommand {
  readonly symbol?: string;
  readonly interval?: string;
  readonly trades: boolean;
  readonly funding: boolean;
  /** The paths may be folders of freqtrade's data. */
  readonly freqtrade: boolean;
  /** Of times in CSV files that name none. */
  readonly timezone?: string;
  readonly venue: string;
  readonly replace: boolean;
}

/** As typed after `plimsoll data verify`. */
export interface VerifyCommand {
  readonly symbol?: string;
  readonly interval?: string;
  readonly venue?: string;
  readonly sigmas: string;
}

/** As typed after `plimsoll data list`. */
export interface ListCommand {
  readonly rescan: boolean;
  readonly budget?: string;
  readonly keep?: string;
  readonly candles: boolean;
  readonly imported: boolean;
  readonly drop: boolean;
}

/** As typed after `plimsoll data remove`. */
export interface RemoveCommand {
  readonly yes: boolean;
  readonly json: boolean;
}

/** As typed after `plimsoll data record`. */
export interface RecordCommand {
  readonly symbol: readonly string[];
  readonly interval: string;
  readonly depth?: string;
  readonly for?: string;
  readonly budget?: string;
  readonly keep?: string;
  readonly free: string;
  readonly venue: string;
  readonly venueUrl?: string;
}
