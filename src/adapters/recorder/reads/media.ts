import type { MediaFormat } from '../../../../schema/vocabulary.ts';
import type { MediaStream } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import { whyMissing } from './missing.ts';
import { checkRecordingId } from './records.ts';

/** The audio of a recording, chosen by its own id: by any other field the recorder exports the newest match. */
export async function exportAudio(
  client: RecorderClient,
  recording: string,
  format: MediaFormat,
  ask: SendOptions & { readonly now: Date },
): Promise<MediaStream> {
  checkRecordingId(recording);
  const input = { UNIQUEFIELD: 'ident', UNIQUEID: recording, MEDIA_FORMAT: format };
  return client.stream('EXPORT', input, ask).catch(async (thrown: unknown) => {
    if (!(thrown instanceof CrosspointError) || thrown.vendorCode !== 'API_FILE_NOT_FOUND') throw thrown;
    throw await whyMissing(client, recording, ask.now, thrown, ask).catch(() => thrown);
  });
}
