/** Signed links under every scope, in every format, of the caller's tenant and of another. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allows, scopesOf, typeScope } from '../../src/access/policy.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import type { DownloadFormat } from '../../src/gateway/media-signer.ts';
import { Authenticator, createApiKey } from '../../src/server/auth.ts';
import { CONTENT_TYPES } from '../../src/server/downloads.ts';
import { quietLog } from '../../src/server/logging.ts';
import { MediaServer } from '../../src/server/media.ts';

const SCOPES = [...scopesOf(vendors)];
const FORMATS = Object.keys(CONTENT_TYPES) as DownloadFormat[];
const { key, hash } = createApiKey();

const section = (scope: string) => ({
  keys: [{ id: 'partner', hash, scopes: [scope], accounts: ['ours'] }],
  disabled: { subjects: [], tenants: [] },
});
const rights = new Authenticator(section('admin'), quietLog);
const file = async () => ({
  contentType: 'text/plain',
  body: [Buffer.from('content')] as unknown as AsyncIterable<Buffer>,
});
const media = new MediaServer({
  ...{ secret: undefined, seconds: 60, log: quietLog, rights },
  adapter: () => ({ recordingMedia: file, reportCsv: file }) as Partial<Adapter> as Adapter,
});
const server = createServer((request, response) => void media.handle(request, response));
let origin = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await media.close();
});

/** The type whose fields show the link of a format. */
const typeOf = (format: DownloadFormat) => (format === 'CSV' ? 'Report' : 'Media');

test.each(SCOPES)(
  'A1 D9 R8: a link opens with %s alone where a query with it shows the link, and at no other tenant',
  async (scope) => {
    rights.replace(section(scope));
    const caller = await rights.authenticate(`Bearer ${key}`);
    for (const format of FORMATS)
      for (const account of ['ours', 'theirs']) {
        const { status } = await fetch(origin + media.sign(account, '7', format, caller).path);
        const isShown = account === 'ours' && allows(caller, typeScope(typeOf(format)) ?? '');
        expect([format, account, status]).toEqual([format, account, isShown ? 200 : 403]);
      }
  },
);
