import type { MediaFormat } from '../../schema/vocabulary.ts';
import type { Caller } from '../access/caller.ts';

/** A format in which the gateway delivers a file: audio of a recording, or the text of a report. */
export type DownloadFormat = MediaFormat | 'CSV';

/** Makes a short-lived link to a recording's audio or a report's text. */
export type MediaSigner = (
  account: string,
  nativeId: string,
  format: DownloadFormat,
  caller: Caller,
) => { readonly url: string; readonly contentType: string; readonly expiresAt: string };
