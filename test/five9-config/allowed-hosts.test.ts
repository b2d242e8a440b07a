/** Hosts that results and files may be sent to. */
import { expect, test } from 'vitest';
import { standIn, texts } from './stand-in.ts';

const INPUT = { listName: 'L', reportEmail: null, callbackFormat: null };

test('a callback address with a port is sent where the account allows its host, and refused elsewhere', async () => {
  const { adapter, sent } = await standIn(() => '<return><identifier>7</identifier></return>', {
    allowedHosts: ['hooks.acme.example'],
  });
  const ask = (callbackUrl: string) => adapter.call('deleteAllFromList', { ...INPUT, callbackUrl }, {});
  await ask('https://hooks.acme.example:8443/f9');
  expect(texts(sent('deleteAllFromList')[0]?.body ?? '', 'callbackUrl')).toEqual([
    'https://hooks.acme.example:8443/f9',
  ]);
  await expect(ask('https://other.example:8443/f9')).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('allowedHosts'),
  });
  expect(sent('deleteAllFromList')).toHaveLength(1);
});

test.each([
  [['10.1.2.3'], null],
  [[], { code: 'INVALID_ARGUMENT', argumentPath: ['ftpSettings', 'hostname'] }],
])('with the allowed hosts %j an FTP server in a private network is answered %o', async (allowedHosts, refusal) => {
  const { adapter, sent } = await standIn(() => '<return><identifier>7</identifier></return>', { allowedHosts });
  const input = {
    listName: 'L',
    updateSettings: {
      ...{ fieldsMapping: [{ columnNumber: 1, fieldName: 'number1', key: true }], separator: ',' },
      ...{ skipHeaderLine: false, cleanListBeforeUpdate: false, crmAddMode: 'ADD_NEW', crmUpdateMode: 'UPDATE_FIRST' },
      listAddMode: 'ADD_FIRST',
    },
    ftpSettings: { hostname: '10.1.2.3', path: '/in.csv', username: 'u', password: 'p' },
  };
  const asked = adapter.call('addToListFtp', input, {});
  if (refusal) await expect(asked).rejects.toMatchObject(refusal);
  else await asked;
  expect(texts(sent('addToListFtp')[0]?.body ?? '', 'hostname')).toEqual(allowedHosts);
});
