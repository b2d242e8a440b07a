/** What an account's chosen readings change on the wire. */
import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { settings as settingsShape } from '../../src/adapters/recorder/settings.ts';
import { until } from '../helpers/until.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A client with these readings, and the stand-in that it talks to. */
async function connected(readings: object, answer: Parameters<typeof scripted>[0], more: object = {}) {
  const server = await scripted(answer);
  const settings = settingsShape.parse({ url: `tcp://127.0.0.1:${server.port}`, deadline: 3_000, readings, ...more });
  const client = createClient(settings, { account: 'wfo', log: dependencies().log });
  open.push(server, client);
  return { server, client };
}

it('a serial recorder gets the next request after the answer to the one before', async () => {
  const answers: (() => void)[] = [];
  const { server, client } = await connected({ requests: 'serial' }, (text, socket) => {
    for (const id of requestIds(text)) answers.push(() => socket.write(okResult(id)));
  });
  const both = [client.send('TEST', {}), client.send('TEST', {})];
  await until(() => answers.length === 1);
  expect(requestIds(server.received.join(''))).toEqual([1]);
  answers[0]?.();
  await until(() => answers.length === 2);
  answers[1]?.();
  await Promise.all(both);
  expect(requestIds(server.received.join(''))).toEqual([1, 2]);
});

it.each([
  ['example', '<USER_ID>2</USER_ID><FIRST_NAME>Ann</FIRST_NAME>'],
  ['list', '<USERID>2</USERID><FIRSTNAME>Ann</FIRSTNAME>'],
])('IMPORTUSER is written with the names of the guide’s %s', async (names, written) => {
  const { server, client } = await connected({ 'import-names': names }, (text, socket) => {
    for (const id of requestIds(text)) socket.write(okResult(id));
  });
  await client.send('IMPORTUSER', { ACTION: 'MODIFY', USERID: 2, FIRSTNAME: 'Ann' });
  expect(server.received.join('')).toContain(written);
});

it('parameters and values of the guide’s data types alone are sent and read', async () => {
  const { server, client } = await connected({}, (text, socket) => {
    const device = '<DEVICE><DEVICEID>1</DEVICEID><CALLDISCRIMINATOR>7</CALLDISCRIMINATOR></DEVICE>';
    const devices = text.includes('DEVICELIST') ? `<DEVICES><COUNT>1</COUNT>${device}</DEVICES>` : device;
    for (const id of requestIds(text)) socket.write(okResult(id).replace('</RESULT>', `${devices}</RESULT>`));
  });
  const given = { ALLOWSELFRECORD: true, ALLOWSELFDOWNLOAD: false, ALLOWDUPLICATE: true, MOBILE_ID: '4-11' };
  await client.send('IMPORTUSER', { ACTION: 'ADD', USERNAME: 'ann', ...given });
  const flags =
    '<ALLOWSELFRECORD>Y</ALLOWSELFRECORD><ALLOWSELFDOWNLOAD>N</ALLOWSELFDOWNLOAD><ALLOWDUPLICATE>Y</ALLOWDUPLICATE>';
  expect(server.received.join('')).toContain(`${flags}<MOBILE_ID>4-11</MOBILE_ID>`);
  const read = { DEVICEID: '1', CALLDISCRIMINATOR: '7' };
  expect(await client.send('DEVICELIST', {})).toMatchObject({ DEVICES: { DEVICE: [read] } });
  expect(await client.send('DEVICERECORDINGSTATUS', {})).toMatchObject({ DEVICE: [read] });
});

it.each([
  [{}, 'MODIFYROLE', '<REQUEST><TYPE>MODIFYROLE</TYPE>'],
  [{ 'role-requests': 'request-type' }, 'MODIFYROLE', '<REQUEST><REQUESTTYPE>MODIFYROLE</REQUESTTYPE>'],
  [{ 'role-requests': 'request-type' }, 'CALLSTOP', '<REQUEST><TYPE>CALLSTOP</TYPE>'],
])('under the readings %o %s names its function so', async (readings, name, written) => {
  const { server, client } = await connected(readings, (text, socket) => {
    for (const id of requestIds(text)) socket.write(okResult(id));
  });
  await client.call(name, name === 'CALLSTOP' ? { DEVICEID: '1' } : { ACTION: 'ADD', ROLENAME: 'Lead' }, {});
  expect(server.received.join('')).toContain(written);
});

/** A row of one byte that is no UTF-8, between letters that are. */
const withByte = (id: number, byte: number) => {
  const row = '<STATIONS><STATION><STATIONNAME>M?ller</STATIONNAME></STATION></STATIONS>';
  const [before, after] = okResult(id, row).split('?ller') as [string, string];
  return Buffer.concat([Buffer.from(before), Buffer.of(byte), Buffer.from(`ller${after}`)]);
};

it.each([
  [{}, 0xfc, 'M\ufffdller'],
  [{}, 0xe9, 'M\ufffdller'],
  [{}, 0x80, 'M\ufffdller'],
  [{ encoding: 'windows-1252' }, 0xfc, 'M\u00fcller'],
  [{ encoding: 'windows-1252' }, 0xe9, 'M\u00e9ller'],
  [{ encoding: 'windows-1252' }, 0x80, 'M\u20acller'],
  [{ encoding: 'windows-1252' }, 0x9f, 'M\u0178ller'],
])('under the readings %o the byte %i costs no connection', async (readings, byte, name) => {
  const { server, client } = await connected(readings, (text, socket) => {
    for (const id of requestIds(text)) socket.write(withByte(id, byte));
  });
  for (let asked = 0; asked < 3; asked += 1) {
    expect(await client.send('STATIONS', {})).toMatchObject({ STATIONS: [{ STATIONNAME: name }] });
  }
  expect(server.sockets).toHaveLength(1);
});

const refusedWith = (label: string, code: number) => (text: string, socket: { write(text: string): unknown }) => {
  for (const id of requestIds(text)) socket.write(okResult(id).replace('API_OK', label).replace('>20<', `>${code}<`));
};

it.each([
  ['API_ERROR_UNKNOWN', 4],
  ['API_ERROR_PROCESSING_MESSAGE', 11],
  ['API_BRAND_NEW', 99],
])('an act answered %s may have been done, and a read has only failed', async (label, code) => {
  const { client } = await connected({}, refusedWith(label, code));
  await expect(client.send('CALLSTOP', { DEVICEID: '1' })).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
    vendorCode: label,
    retryable: false,
  });
  await expect(client.send('TEST', {})).rejects.not.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
});

it('an answer without a label is what its number says', async () => {
  const { client } = await connected({}, (text, socket) => {
    for (const id of requestIds(text))
      socket.write(okResult(id).replace('<RESULTTYPE>API_OK</RESULTTYPE>', '').replace('>20<', '>23<'));
  });
  await expect(client.send('TEST', {})).rejects.toMatchObject({ vendorCode: 'API_DATABASE_QUERY_ERROR' });
});

it.each(['TONAME', 'FROMNAME', 'FROMADDRESS'])(
  'a line break in %s is refused before anything is sent',
  async (field) => {
    const { server, client } = await connected({}, refusedWith('API_OK', 20), { emailDomains: ['centre.example'] });
    const mail = { TOADDRESS: 'qa@centre.example', TONAME: 'QA', FROMADDRESS: 'a@centre.example', FROMNAME: 'A' };
    const input = { ...mail, IDENT: '1', [field]: 'a"\r\nBcc: b@elsewhere.example' };
    await expect(client.call('COMBINEDEMAIL', input, {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: [field],
    });
    expect(server.received).toEqual([]);
  },
);
