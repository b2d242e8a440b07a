import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type RecorderClient } from '../../src/adapters/recorder/client.ts';
import { recorderContract } from '../../src/adapters/recorder/contract/index.ts';
import { dependencies, recordedCall, startRecorder } from './dependencies.ts';
import { everyFunction } from './walk.ts';

type Started = Awaited<ReturnType<typeof startRecorder>>;

const EXPORTS = ['EXPORT', 'COMBINEDEXPORT', 'MULTIEXPORT'];

describe.each(['tcp', 'web'] as const)('every function over %s', (via) => {
  let started: Started;
  let client: RecorderClient;
  const answers = new Map<string, Record<string, unknown>>();

  beforeAll(async () => {
    started = await startRecorder();
    const settings = { ...started.settings, via, exportEntire: true };
    const { log, lines } = dependencies();
    client = createClient(settings, { account: 'wfo', log });
    const call = recordedCall(started.centre);
    for (const [name, input] of everyFunction(started.centre, call))
      answers.set(name, (await client.call(name, input, {})) as Record<string, unknown>);
    expect(JSON.stringify(lines)).not.toContain('s3cret');
  });
  afterAll(async () => {
    await client.close();
    await started.recorder.close();
  });

  it('is answered well', () => {
    expect([...answers.keys()].toSorted()).toEqual(Object.keys(recorderContract.operations).toSorted());
    for (const [name, answer] of answers) {
      if (EXPORTS.includes(name)) expect(Number(answer.LENGTH), name).toBeGreaterThan(1_000);
      else expect(answer, name).toMatchObject({ REQUESTTYPE: name, RESULTTYPE: 'API_OK', RESULTCODE: 20 });
    }
  });

  it('was received under its name', () => {
    for (const name of Object.keys(recorderContract.operations))
      expect(started.recorder.received.get(name), name).toBeGreaterThan(0);
  });

  it('shows what was changed', async () => {
    const users = (await client.send('IMPORTUSER', { ACTION: 'LIST' }))?.USERS;
    expect(users?.COUNT).toBe(started.centre.people.length + 1);
    expect(users?.USER).toContainEqual(expect.objectContaining({ FIRSTNAME: 'Sally', LASTNAME: 'Smith', AGENT: true }));
    const { STATIONS } = (await client.send('STATIONS', {})) ?? {};
    expect(STATIONS).toContainEqual({ STATIONNAME: 'COMPUTER1', DEVICEID: '99887' });
    const found = await client.send('CALLLIST', { DEVICEID: 'X100', ANI: '+15550000003' });
    expect(found?.SEARCHRESULT).toMatchObject([{ DEVICEID: 'X100', ANI: '+15550000003' }, { DEVICEID: 'X100' }]);
    expect(started.recorder.mailed).toHaveLength(2);
    expect(answers.get('ADDGROUP')).toMatchObject({ GROUPNAME: 'Sales & Marketing' });
    expect(answers.get('AGENTWINDOW')?.LASTUPDATE).toMatch(/^20\d\d-.*-0[45]:00$/);
  });

  it('reports its refusals as errors of the vendor', async () => {
    const refusals: readonly (readonly [string, object, string, string])[] = [
      ['CALLSTART', { DEVICEALIAS: 'nobody' }, 'API_DEVICE_INVALID', 'NOT_FOUND'],
      ['CALLUPDATE', { RECORDID: '1' }, 'API_RECORDID_INVALID', 'NOT_FOUND'],
      ['CHATSTOP', { SESSIONID: 'none' }, 'API_SESSIONID_UNSPECIFIED', 'INVALID_ARGUMENT'],
      ['IMPORTUSER', { ACTION: 'DELETE', USERID: 987_654 }, 'API_USER_NOT_FOUND', 'NOT_FOUND'],
      [
        'IMPORTUSER',
        { ACTION: 'ADD', FIRSTNAME: 'Sally', LASTNAME: 'Smith' },
        'API_USER_ALREADY_EXIST',
        'ALREADY_EXISTS',
      ],
      ['MODIFYROLE', { ACTION: 'ADD', ROLENAME: 'DefaultRole' }, 'API_ROLE_ALREADY_EXISTS', 'ALREADY_EXISTS'],
      ['AGENTWINDOW', { USERNAME: 'nobody' }, 'API_AGENT_NOT_FOUND', 'NOT_FOUND'],
      ['EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'MP3' }, 'API_FILE_NOT_FOUND', 'NOT_FOUND'],
      ['EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'CAV' }, 'API_FILE_NOT_FOUND', 'NOT_FOUND'],
    ];
    for (const [name, input, vendorCode, code] of refusals)
      await expect(client.call(name, { ...input }, {}), name).rejects.toMatchObject({
        vendorCode,
        code,
        operation: name,
      });
  });

  it('carries special characters both ways', async () => {
    const text = '<&>"\' ]]> + %26 # é😀 00123';
    await client.send('CALLSTART', { DEVICEID: 'X200', USER4: text });
    await client.send('CALLSTOP', { DEVICEID: 'X200' });
    const found = await client.send('CALLLIST', { DEVICEID: 'X200', USER4: text });
    expect(found?.SEARCHRESULT).toMatchObject([{ USER4: text }]);
  });

  it('mails recordings only to allowed domains, one address at a time', async () => {
    const mail = (TOADDRESS: string) => client.send('EMAIL', { IDENT: '1', TOADDRESS, MEDIA_FORMAT: 'MP3' });
    await expect(mail('eve@elsewhere.test')).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      argumentPath: ['TOADDRESS'],
    });
    const [domain = ''] = started.settings.emailDomains;
    for (const address of [`a@${domain},eve@elsewhere.test`, `a@${domain} eve@x.y`, `<a@${domain}>`, 'nobody'])
      await expect(mail(address)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(started.recorder.mailed).toHaveLength(2);
  });
});

describe('the simulated recorder', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startRecorder();
  });
  afterAll(() => started.recorder.close());

  it('refuses a number above 2147483647 and a function it does not know', async () => {
    const ask = async (query: string) => (await fetch(`${started.settings.webUrl}?${query}`)).text();
    expect(await ask('type=test&requestid=2147483647')).toContain('<RESULTTYPE>API_OK</RESULTTYPE>');
    expect(await ask('type=test&requestid=2147483648')).toContain('API_REQUESTID_INVALID');
    expect(await ask('type=test')).toContain('API_REQUESTID_INVALID');
    expect(await ask('type=nothing&requestid=1')).toContain('API_UNKNOWN_MESSAGE_TYPE');
    expect(await ask('type=importagent&requestid=1')).toContain('API_COMMAND_NOT_SUPPORTED');
  });

  it('joins equal parameters and refuses ones that differ in case (X8)', async () => {
    const url = `${started.settings.webUrl}?type=addgroup&requestid=1`;
    expect(await (await fetch(`${url}&groupname=a&groupname=b`)).text()).toContain('<GROUPNAME>a, b</GROUPNAME>');
    expect(await (await fetch(`${url}&groupname=a&GROUPNAME=b`)).text()).toContain('duplicates were found');
    expect(await (await fetch(url, { method: 'POST', body: 'groupname=c' })).text()).toContain(
      '<GROUPNAME>c</GROUPNAME>',
    );
  });
});
