import type { NodeType } from '../access/global-id.ts';
import type { DownloadFormat } from '../gateway/media-signer.ts';

/** The media type of each format. */
export const CONTENT_TYPES: Readonly<Record<DownloadFormat, string>> = {
  MP3: 'audio/mpeg',
  WAV: 'audio/wav',
  VOX: 'audio/x-dialogic-adpcm',
  CSV: 'text/csv; charset=utf-8',
};

/** A kind of file that signed links lead to. */
interface Deliverable {
  /** For names of files and messages. */
  readonly noun: string;
  readonly type: NodeType;
  /** The scope that its links are made for. */
  readonly scope: string;
}

const RECORDING: Deliverable = { noun: 'recording', type: 'Recording', scope: 'recordings:listen' };
const REPORT: Deliverable = { noun: 'report', type: 'Report', scope: 'reports:read' };

/** The content that a link of a format leads to. */
export function deliverableOf(format: DownloadFormat): Deliverable {
  return format === 'CSV' ? REPORT : RECORDING;
}
