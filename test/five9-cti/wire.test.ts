import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CrosspointError } from '../../src/adapters/errors.ts';
import { vendor } from '../../src/adapters/five9-cti/index.ts';
import { collect, connectTo } from './scripted.ts';

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly method: string | undefined;
  readonly body: string;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A service written by hand: what stands here is the vendor's way of writing, not ours. */
async function byHand(answer: (operation: string, times: number) => string | null) {
  const seen: Seen[] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      seen.push({ headers: request.headers, method: request.method, body });
      const operation = /<(?:soap|s|env|S)?:?Body[^>]*><(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
      times.set(operation, (times.get(operation) ?? 0) + 1);
      const inner = answer(operation, times.get(operation) ?? 0);
      if (inner === null) return;
      response.writeHead(inner.includes('Fault>') ? 500 : 200, { 'content-type': 'text/xml;charset=utf-8' });
      response.end(
        `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${inner}</S:Body></S:Envelope>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/agent/v2`;
  const adapter = connectTo([{ agent: 'jdoe', url }]);
  cleanups.push(() => adapter.close());
  return { adapter, seen };
}

const response = (operation: string, inner = '') =>
  `<ns2:${operation}Response xmlns:ns2="urn:core_v2.agent.api.five9.com">${inner}</ns2:${operation}Response>`;

describe('a service on the wire', () => {
  it('is asked with the operation in the namespace, its arguments outside of it and in order, and nothing else', async () => {
    const { adapter, seen } = await byHand((operation) => response(operation));
    const input = { callbackId: '9007199254740993', checkDnc: false, campaignId: '12', number: '+1 & <555>' };
    expect(await adapter.call('makeCall', input, {})).toBeNull();
    const [request] = seen;
    expect(request?.method).toBe('POST');
    expect(request?.headers.soapaction).toBe('""');
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.body).toMatch(/<(\w+):makeCall>/);
    expect(request?.body).toContain('="urn:core_v2.agent.api.five9.com"');
    expect(request?.body).toContain(
      '<number>+1 &amp; &lt;555&gt;</number><campaignId>12</campaignId><checkDnc>false</checkDnc><callbackId>9007199254740993</callbackId></',
    );
  });

  it.each([
    ['retreiveCall', 'retrieveCall', { callSessionId: 'A' }],
    ['setSoftphoneAutoHangup', 'setSoftphoneAutoHungup', { value: true }],
    ['getSoftphoneAutoHangup', 'getSoftphoneAutoHungup', {}],
    ['skipPreviewCall', 'setSkipPreviewCall', { dispositionId: '7' }],
  ])('is asked for %s as %s', async (guide, wire, input) => {
    const { adapter, seen } = await byHand((operation) => response(operation));
    await adapter.call(guide, { desk: 'JDOE', ...input }, {});
    expect(seen[0]?.body).toMatch(new RegExp(`<\\w+:${wire}[ >/]`));
    expect(seen[0]?.body).not.toContain('desk');
  });

  it('leaves values exactly as they are written', async () => {
    const call =
      '<currentCall><agentInitiated>false</agentInitiated><ani>00123</ani><callSessionId>1e5</callSessionId><campaignId>9007199254740993</campaignId><dnis>+15550000003</dnis><number>00123</number></currentCall>';
    const { adapter } = await byHand((operation) =>
      operation === 'getStatus'
        ? response(
            operation,
            `<return><callConnected>true</callConnected>${call}<loggedIn>true</loggedIn><onCall>true</onCall></return>`,
          )
        : response(operation),
    );
    const rows = await adapter.calls?.({}, {});
    expect(rows?.items).toMatchObject([
      { nativeId: 'jdoe/1e5', from: '00123', to: '+15550000003', direction: 'INBOUND', state: 'CONNECTED' },
    ]);
    expect(rows?.items[0]?.campaign?.nativeId).toBe('9007199254740993');
    expect(await adapter.call('getCallbacks', {}, {})).toEqual([]);
    expect(await adapter.call('getSoftphoneDevices', {}, {})).toEqual([]);
  });

  it('refuses by a fault without a detail, whose own text is shown', async () => {
    const fault = '<S:Fault><faultcode>S:Server</faultcode><faultstring>Agent is on a call</faultstring></S:Fault>';
    const { adapter } = await byHand(() => fault);
    const error: CrosspointError = await adapter.call('setReadyState', {}, {}).then(
      () => null as never,
      (thrown: CrosspointError) => thrown,
    );
    expect(error).toMatchObject({
      code: 'FAILED_PRECONDITION',
      vendorCode: 'Server',
      message: 'Agent is on a call',
      account: 'floor',
      operation: 'setReadyState',
    });
  });

  it('is read under any prefix, and an undocumented event by its own name', async () => {
    const event = (prefix: string, type: string, inner: string) =>
      response(
        'checkEvent',
        `<return xsi:type="${prefix}:${type}" xmlns:${prefix}="urn:core_v2.agent.api.five9.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inner}</return>`,
      );
    const events = [
      event('ns4', 'incomingCall', '<callinfo><ani>1</ani><callSessionId>A</callSessionId><dnis>2</dnis></callinfo>'),
      event('other', 'callStarted', '<callSessionId>A</callSessionId>'),
      event('ns4', 'brandNew', '<what>unheard of</what>'),
    ];
    const { adapter } = await byHand((operation, times) => {
      if (operation === 'addListener') return response(operation, '<return>31</return>');
      if (operation === 'checkEvent') return events[times - 1] ?? null;
      return response(operation);
    });
    if (!adapter.events) throw new Error('no stream');
    const stream = collect(adapter.events);
    cleanups.push(stream.stop);
    await stream.until((all) => all.some(({ kind }) => kind === 'VENDOR'));
    const [first, second, third] = stream.events.filter(({ kind }) => kind !== 'AGENT');
    expect(first).toMatchObject({ kind: 'CALL', type: 'STARTED', call: { from: '1', to: '2' } });
    expect(second).toMatchObject({ kind: 'CALL', type: 'CONNECTED' });
    expect(third).toMatchObject({
      kind: 'VENDOR',
      name: 'brandNew',
      payload: { desk: 'jdoe', what: 'unheard of' },
    });
  });
});

describe('the settings of an account', () => {
  const { settings } = vendor;
  const desk = { agent: 'jdoe', url: 'http://10.1.2.12:8080/agent/v2' };

  it.each([
    ['no desk', { desks: [] }],
    ['an unknown key', { desks: [desk], colour: 'red' }],
    ['an unknown key of a desk', { desks: [{ ...desk, colour: 'red' }] }],
    ['an address that is none', { desks: [{ ...desk, url: 'ftp://10.1.2.12' }] }],
    ['an agent twice', { desks: [desk, { ...desk, agent: 'JDOE' }] }],
    ['a station of no kind', { desks: [{ ...desk, login: { password: 'x', stationId: '1', stationType: 'FAX' } }] }],
  ])('refuse %s', (_what, lines) => {
    expect(settings.safeParse(lines).success).toBe(false);
  });

  it('take desks alone', () => {
    expect(settings.parse({ desks: [desk] })).toMatchObject({ desks: [desk], browserHosts: [] });
  });
});
