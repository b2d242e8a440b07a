/** Answers that the guide prints or allows by mistake: without a number, of another kind, a failure called API_OK. */
import { expect, it } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { until } from '../helpers/until.ts';
import { dependencies, okResult, requestIds, startRecorder } from './dependencies.ts';
import { against, answersAll } from './servers.ts';

const UNNUMBERED = okResult(0).replace('<REQUESTID>0</REQUESTID>', '');

it.each([
  ['well', UNNUMBERED, { RESULTTYPE: 'API_OK' }, null],
  ['with a refusal', UNNUMBERED.replaceAll('API_OK', 'API_DEVICE_INVALID'), null, { code: 'NOT_FOUND' }],
])('an answer without REQUESTID answers the only pending request %s', async (_how, answer, value, failure) => {
  const { client } = await against((_text, socket) => socket.write(answer));
  const asked = client.send('CALLSTOP', { DEVICEID: '1' });
  if (failure) await expect(asked).rejects.toMatchObject(failure);
  else expect(await asked).toMatchObject(value ?? {});
});

it('an answer without REQUESTID is for neither of two pending requests', async () => {
  const { client, lines } = await against((text, socket, connection) => {
    const ids = requestIds(text);
    if (ids.includes(2)) socket.write(UNNUMBERED + okResult(2, '', 'second') + okResult(1, '', 'first'));
    else if (connection > 0) answersAll(text, socket, connection);
  });
  const both = await Promise.all([client.send('TEST', {}), client.send('TEST', {})]);
  expect(both.map((answer) => answer?.RESULTMSG)).toEqual(['first', 'second']);
  expect(lines.map(({ message }) => message)).toContain('the recorder sent a document that answers no pending request');
});

it('a late answer without REQUESTID is not given to the next request', async () => {
  const { client, server } = await against((text, socket) => {
    const [id = 0] = requestIds(text);
    if (id === 1) socket.write('<CALLCOPYEVENT><TYPE>NEWS</TYPE></CALLCOPYEVENT>');
    else socket.write(UNNUMBERED.replaceAll('API_OK', 'API_DEVICE_INVALID') + okResult(id));
  });
  await expect(client.send('TEST', {}, { deadline: 200 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(await client.send('TEST', {})).toMatchObject({ RESULTTYPE: 'API_OK' });
  expect(server.sockets).toHaveLength(1);
});

it.each(['<NOTICE><TEXT>Backup begins</TEXT></NOTICE>', '<HEARTBEAT/>', '<html><body>x</body></html>'])(
  'a document of another kind, %s, costs neither the connection nor the pending requests',
  async (document) => {
    const { client, server } = await against((text, socket) => {
      const ids = requestIds(text);
      if (!ids.includes(1)) socket.write(document);
      for (const id of ids) socket.write(okResult(id));
    });
    await client.send('TEST', {});
    const answers = await Promise.all([client.send('TEST', {}), client.send('CALLSTOP', { DEVICEID: '1' })]);
    expect(answers.map((answer) => answer?.RESULTTYPE)).toEqual(['API_OK', 'API_OK']);
    await until(() => server.received.length > 1);
    expect(server.sockets).toHaveLength(1);
  },
);

it('a group that the recorder does not find is NOT_FOUND, although it answers API_OK as printed', async () => {
  const { recorder, settings } = await startRecorder();
  const client = createClient(settings, { account: 'wfo', log: dependencies().log });
  try {
    await client.send('MODIFYROLE', { ACTION: 'ADD', ROLENAME: 'Lead' });
    const asked = client.send('MODIFYROLEGROUPPERMISSION', { ACTION: 'ADD', ROLENAME: 'Lead', GROUPNAME: 'Group01' });
    await expect(asked).rejects.toMatchObject({
      code: 'NOT_FOUND',
      vendorCode: 'API_OK',
      details: { RESULTMSG: 'Group Group01 does not exist or it is not active' },
    });
  } finally {
    await client.close();
    await recorder.close();
  }
});
