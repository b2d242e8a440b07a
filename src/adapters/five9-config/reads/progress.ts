import type { Reads } from '../../adapter.ts';
import type { Five9Client } from '../client.ts';
import { readImport, requireAnswer } from './imports.ts';

/** How far an import or a report is now. */
export function progressReads(client: Five9Client): Pick<Reads, 'contactImport' | 'reportState'> {
  return {
    contactImport: (nativeId, ask) => readImport(client, nativeId, ask),
    reportState: async (identifier, ask) => ({
      nativeId: identifier,
      running: requireAnswer(await client.send('isReportRunning', { identifier, timeout: '0' }, ask)),
    }),
  };
}
