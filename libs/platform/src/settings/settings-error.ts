import { StartRefused } from '../process/start-refused';

/** A setting that stops the start; the message is one sentence that names the key, the value and the allowed range. */
export class SettingsError extends StartRefused {
  override readonly name = 'SettingsError';

  constructor(
    readonly key: string,
    message: string,
  ) {
    super(message);
  }
}
