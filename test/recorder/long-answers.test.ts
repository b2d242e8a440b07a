/** Long answers over TCP of every form leave time for other work. */
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { leastTurnShare } from '../helpers/longest-turn.ts';
import { dependencies, requestIds, scripted } from './dependencies.ts';

const MEGABYTE = 1024 * 1024;
/** Read at once, the answer takes most of its time in one turn; read in slices, a tenth at most. */
const MOST_SHARE = 1 / 4;
const filled = (piece: string) => piece.repeat(Math.ceil((20 * MEGABYTE) / Buffer.byteLength(piece)));
const row = (inside: string) => `<DEVICE><DEVICEID>1</DEVICEID>${inside}</DEVICE>`;

const LONG: Readonly<Record<string, string>> = {
  rows: `<DEVICES>${filled(row('<USER1>some text</USER1>'))}</DEVICES>`,
  'rows that are not ASCII': `<DEVICES>${filled(row('<USER1>Zoë Müller</USER1>'))}</DEVICES>`,
  'comments between rows': `<DEVICES>${filled(`<!-- ${'c'.repeat(40)} -->${row('')}`)}</DEVICES>`,
  'one comment': `<!-- ${filled('c')} --><DEVICES>${row('')}</DEVICES>`,
  'a section of brackets': `<DEVICES>${row(`<USER1><![CDATA[${filled(']')}]]></USER1>`)}</DEVICES>`,
  'an instruction of question marks': `<?a ${filled('?')}?><DEVICES>${row('')}</DEVICES>`,
  'rows with attributes': `<DEVICES>${filled('<DEVICE k="v" l="w"><DEVICEID>1</DEVICEID></DEVICE>')}</DEVICES>`,
};

const result = (id: number, more: string) =>
  `<RESULT><REQUESTTYPE>DEVICELIST</REQUESTTYPE><REQUESTID>${id}</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE>${more}</RESULT>\r\n`;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A client of a recorder that answers everything with this. */
async function clientOf(more: string) {
  const server = await scripted((text, socket) => {
    for (const id of requestIds(text)) socket.write(result(id, more));
  });
  const settings = { ...server.settings, maxBytes: 32 * MEGABYTE, deadline: 30_000 };
  const client = createClient(settings, { account: 'wfo', log: dependencies().log });
  open.push(server, client);
  return client;
}

describe('D11: an answer of 20 MB over TCP', () => {
  test.each(Object.entries(LONG))(
    'of %s never keeps the event loop for a quarter of the time that it takes',
    async (_, more) => {
      const client = await clientOf(more);
      expect(await leastTurnShare(() => client.send('DEVICELIST', {}), MOST_SHARE)).toBeLessThan(MOST_SHARE);
    },
    120_000,
  );

  test('is read as a short one is', async () => {
    const client = await clientOf(LONG['rows that are not ASCII'] ?? '');
    const devices = (await client.send('DEVICELIST', {}))?.DEVICES?.DEVICE ?? [];
    expect(devices.length).toBeGreaterThan(100_000);
    expect(new Set(devices.map(({ USER1 }) => USER1))).toEqual(new Set(['Zoë Müller']));
  }, 60_000);
});
