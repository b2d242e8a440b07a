import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { enumeration, int, list, optional, required, string, struct, variant } from '../../src/adapters/contract.ts';
import type { AdapterDependencies } from '../../src/adapters/vendor.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { decodeXml } from '../../src/adapters/xml/decode.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { quietLog } from '../../src/server/logging.ts';
import { metricsText } from '../../src/server/metrics.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { okResult, requestIds, scripted } from '../recorder/dependencies.ts';

const NONE = new Drift().counts;
const state = enumeration('state', 'A state.', { ON: 'On.', OFF: 'Off.' });
const fields = {
  id: required(int, 'An id.'),
  name: optional(string, 'A name.'),
  state: optional(state, 'A state.'),
  note: optional(string, 'A note.'),
};
const row = struct('row', 'A row.', fields);
const open = struct('row', 'A row.', fields, { open: true });
const event = variant('event', 'An event.', { began: struct('began', 'It began.', {}) });

/** Rows enough for their sequence of leaves to be learned; the last of them is read at once. */
const MANY = 6;
const rowsOf = (inside: string) => `<rows>${`<row>${inside}</row>`.repeat(MANY)}</rows>`;
const good = '<id>1</id><name>a</name><state>ON</state>';

function counted(type: Parameters<typeof decodeXml>[0], text: string) {
  const drift = new Drift();
  decodeXml(type, text, { timeZone: 'UTC', drift });
  return drift.counts;
}

describe('what an answer holds beyond its contract, or lacks of it (F15)', () => {
  const rows = (inside: string, type = row) => counted(list(type, 'row'), rowsOf(inside));

  it('is none where all is as declared, an optional value left out and blanks around a word included', () => {
    expect(rows(good)).toEqual(NONE);
    expect(rows('<id>1</id><name/><state> ON </state>')).toEqual(NONE);
    expect(rows('<id>1</id>')).toEqual(NONE);
  });

  it.each([
    ['an element', 'UNKNOWN_FIELD', `${good}<more>x</more>`],
    ['an element with others in it', 'UNKNOWN_FIELD', `${good}<more><deep>x</deep><deep>y</deep></more>`],
    ['a word', 'UNKNOWN_WORD', '<id>1</id><name>a</name><state>HUMMING</state>'],
    ['a required value that is left out', 'MISSING_FIELD', '<name>a</name><name>b</name>'],
    ['a required value left out of a row', 'MISSING_FIELD', '<name>a</name><state>ON</state><note/>'],
    ['a required value that is empty', 'MISSING_FIELD', '<id></id><name>a</name><state>ON</state>'],
    ['a required value that is nil', 'MISSING_FIELD', '<id xmlns:i="x" i:nil="true"/><name>a</name>'],
  ])('counts %s for each row, and once where the document is read again', (_what, kind, inside) => {
    expect(rows(inside)).toEqual({ ...NONE, [kind]: MANY });
    expect(counted(list(row, 'row'), `${rowsOf(inside)}<?XML-unusual?>`)).toEqual({ ...NONE, [kind]: MANY });
  });

  it('counts a type, and nothing that is in it', () => {
    const document = (word: string) => `<event xmlns:i="x" i:type="${word}"><any>1</any></event>`;
    expect(counted(list(event, 'event'), `<events>${document('exploded')}${document('imploded')}</events>`)).toEqual({
      ...NONE,
      UNKNOWN_TYPE: 2,
    });
    expect(counted(event, '<event/>'), 'no event at all').toEqual(NONE);
  });

  it('counts a value that cannot be read for each row, and reads the rest of the row (D3)', () => {
    const drift = new Drift();
    const typed = list(
      struct('row', 'A row.', { id: optional(int, 'Its number.'), name: optional(string, 'Its name.') }),
      'row',
    );
    const rows = [1, 2, 3, 4].map((id) => `<row><id>${id}</id><name>n</name></row>`).join('');
    const text = `<rows>${rows}<row><id>1,234</id><name>odd</name></row>${rows}</rows>`;
    const read = decodeXml(typed, text, { timeZone: 'UTC', drift });
    expect(read?.[4]).toEqual({ id: null, name: 'odd' });
    expect(read?.map(({ id }) => id)).toEqual([1, 2, 3, 4, null, 1, 2, 3, 4]);
    expect(drift.counts).toEqual({ ...NONE, UNREADABLE_VALUE: 1 });
  });

  it('counts characters that XML forbids, once where the document is read again', () => {
    const text = '<rows><row><id>1</id><name>a\u0001b & c &nbsp; &#31;</name></row></rows>';
    expect(counted(list(row, 'row'), text)).toEqual({ ...NONE, UNREADABLE_CHARACTER: 4 });
    expect(counted(list(row, 'row'), `${text}<?XML-unusual?>`)).toEqual({ ...NONE, UNREADABLE_CHARACTER: 4 });
  });

  it('is none where the contract says that it does not name every element', () => {
    expect(rows(`${good}<more>x</more>`, open)).toEqual(NONE);
  });
});

const dependencies: AdapterDependencies = { log: quietLog, now: () => new Date() };
const soap = (operation: string, inside: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Body><n:${operation}Response xmlns:n="urn:n">${inside}</n:${operation}Response></s:Body></s:Envelope>`;
const user = { username: 'u', password: 'p' };

/** What a vendor answers one operation, and what of it is not in its contract. */
const ANSWERS = [
  {
    key: 'five9-config',
    settings: (origin: string) => ({ url: `${origin}/wsadmin`, users: [user] }),
    call: ['getCampaigns', {}],
    answer: soap('getCampaigns', '<return><name>a</name><state>HUMMING</state><mood>good</mood></return>'),
    drift: { UNKNOWN_WORD: 1, UNKNOWN_FIELD: 1 },
  },
  {
    key: 'five9-cti',
    settings: (origin: string) => ({ desks: [{ agent: 'jdoe', url: `${origin}/agent/v2` }] }),
    call: ['checkEvent', { listenerId: '1', timeout: 1 }],
    answer: soap('checkEvent', '<return i:type="n:agentYawned"><callSessionId>1</callSessionId></return>'),
    drift: { UNKNOWN_TYPE: 1 },
  },
  {
    key: 'remote-control',
    settings: (url: string) => ({ url, userId: 1, token: 't' }),
    call: ['users', { UserID: 1 }],
    answer:
      '<CallActionResponse><Success>true</Success><Data><AgentNameIDPair><ID>7</ID><FullName>Ann</FullName><Mood>good</Mood></AgentNameIDPair></Data></CallActionResponse>',
    drift: { UNKNOWN_FIELD: 1 },
  },
  {
    key: 'engage',
    settings: (origin: string) => ({ url: `${origin}/SOAPAPI2`, ...user, org: { internalId: '1', type: 'Account' } }),
    call: ['listScripts', { org: { internalId: '1', type: 'Account' } }],
    answer: soap('listScripts', '<return><data><internalId>1</internalId></data><datum/></return>'),
    drift: { UNKNOWN_FIELD: 1 },
  },
] as const;

describe('a vendor that says what its contract does not have (F15)', () => {
  let answer = '';
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  function connect(key: string, settings: object) {
    const vendor = vendors.find((one) => one.key === key);
    if (!vendor) throw new Error(`there is no ${key}`);
    const adapter = vendor.connect('acme', vendor.settings.parse(settings), dependencies);
    const gateway = new Gateway({
      ...{ adapters: [adapter], identities: { rules: [], links: [] }, log: quietLog, now: () => new Date() },
      signMedia: () => ({ url: '', contentType: '', expiresAt: '' }),
    });
    const live = { sockets: 0, streams: 0, executions: 0, readers: 0, behind: 0, waiting: false, webhooks: new Map() };
    const drift = () => {
      const found = metricsText(gateway.accounts, live, false).matchAll(
        /^crosspoint_contract_drift_total\{account="acme",kind="(\w+)"\} (\d+)$/gm,
      );
      return Object.fromEntries([...found].map(([, kind = '', count]) => [kind.toUpperCase(), Number(count)]));
    };
    return { adapter, drift };
  }

  it.each(ANSWERS)(
    'is counted by account and kind: $key',
    async ({ key, settings, call, answer: document, drift: seen }) => {
      answer = document;
      const { port } = server.address() as AddressInfo;
      const { adapter, drift } = connect(key, settings(`http://127.0.0.1:${port}`));
      expect(drift()).toEqual(NONE);
      await adapter.call(call[0], call[1], {});
      expect(drift()).toEqual({ ...NONE, ...seen });
      await adapter.close();
    },
  );

  it('is counted by account and kind: recorder, on its stream and in its answers', async () => {
    const event = (type: string) =>
      `<CALLCOPYEVENT><EVENTTYPE>${type}</EVENTTYPE><EVENTDATA><DEVICEID>1</DEVICEID><MOOD>x</MOOD></EVENTDATA></CALLCOPYEVENT>\r\n`;
    const novel = (id: number) =>
      `<RESULT><REQUESTID>${id}</REQUESTID><RESULTTYPE>API_NAPPING</RESULTTYPE><RESULTCODE>99</RESULTCODE></RESULT>\r\n`;
    const recorder = await scripted((text, socket) => {
      const [id = 0] = requestIds(text);
      socket.write(text.includes('<TYPE>TEST') ? novel(id) : okResult(id));
      if (text.includes('<TYPE>EVENTS')) socket.write(event('RECORDINGMOVED') + event(' RECORDINGPAUSED'));
    });
    const { adapter, drift } = connect('recorder', recorder.settings);
    const leaving = new AbortController();
    let received = 0;
    const listening = (async () => {
      for await (const _ of oneByOne(adapter.events?.({ signal: leaving.signal }))) received += 1;
    })();
    await until(() => received === 2);
    expect(drift()).toEqual({ ...NONE, UNKNOWN_TYPE: 1, UNKNOWN_FIELD: 2 });
    await expect(adapter.call('TEST', {}, {})).rejects.toMatchObject({ vendorCode: 'API_NAPPING' });
    expect(drift()).toEqual({ ...NONE, UNKNOWN_TYPE: 1, UNKNOWN_FIELD: 2, UNKNOWN_WORD: 1 });
    leaving.abort();
    await listening;
    await adapter.close();
    await recorder.close();
  });
});
