/** Requests that other people's clients write, sent to the simulators as they are. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator as engageSimulator } from '../../src/simulators/engage/index.ts';
import { simulator as configSimulator } from '../../src/simulators/five9-config/index.ts';
import { simulator as ctiSimulator } from '../../src/simulators/five9-cti/index.ts';
import type { RunningSimulator, SimulatorDefinition } from '../../src/simulators/simulator.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/wires/${name}.xml`, import.meta.url), 'utf8').trim();

/** Midnight in California. */
const START = new Date('2026-03-02T08:00:00Z');

interface Service {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const running: RunningSimulator[] = [];
const services: Record<string, Service> = {};

async function start(definition: SimulatorDefinition): Promise<Readonly<Record<string, unknown>>> {
  const started = await definition.start({ centre: createCentre({ seed: 3, startsAt: START }), port: 0 });
  running.push(started);
  return started.settings;
}

beforeAll(async () => {
  const config = (await start(configSimulator)) as { url: string; users: { username: string; password: string }[] };
  const [user] = config.users;
  const login = Buffer.from(`${user?.username}:${user?.password}`).toString('base64');
  services.config = { url: config.url, headers: { authorization: `Basic ${login}` } };
  const cti = (await start(ctiSimulator)) as { desks: { url: string }[] };
  services.cti = { url: cti.desks[0]?.url ?? '', headers: {} };
  const engage = (await start(engageSimulator)) as { url: string };
  services.engage = { url: await engageAddress(engage.url), headers: {} };
});

/** The service's name in the address is a setting of the engage adapter; here it is the one that is found. */
async function engageAddress(base: string): Promise<string> {
  for (const name of ['CampaignManagementService110', 'CampaignManagement110']) {
    const url = `${base}/${name}`;
    if ((await fetch(url)).status !== 404) return url;
  }
  throw new Error('the engage service is not found');
}

afterAll(async () => {
  for (const { close } of running) await close();
});

const of = (name: string): Service => {
  const service = services[name];
  if (!service) throw new Error(`no service ${name}`);
  return service;
};

async function send(name: string, xml: string, more: Readonly<Record<string, string>> = {}, path?: string) {
  const { url, headers } = of(name);
  const to = path === undefined ? url : new URL(path, url);
  const all = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', ...headers, ...more };
  const response = await fetch(to, { method: 'POST', headers: all, body: xml });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const FIVE9 = 'http://service.admin.ws.five9.com/';
const envelope = (inner: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:f="${FIVE9}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${inner}</s:Body></s:Envelope>`;

/** A JavaScript error in an answer. */
const SCRIPT_ERROR = /TypeError|undefined|Cannot read|is not a function|at .*\.(?:ts|js):/;

describe('a list without items', () => {
  it('has no child, and a missing struct is one empty element', async () => {
    expect((await send('config', fixture('five9-01-empty-list.req'))).text).toBe(fixture('five9-01-empty-list.right'));
    const { text } = await send('config', fixture('five9-02-no-contact.req'));
    expect(text.replace('<return></return>', '<return/>')).toBe(fixture('five9-02-no-contact.right'));
  });

  it.each(['getSkills', 'getCampaigns', 'getListsInfo', 'getUsersGeneralInfo'])('has no child in %s', async (name) => {
    const pattern = {
      getSkills: 'skillNamePattern',
      getCampaigns: 'campaignNamePattern',
      getListsInfo: 'listNamePattern',
    };
    const argument = pattern[name as keyof typeof pattern] ?? 'userNamePattern';
    const { text } = await send('config', envelope(`<f:${name}><${argument}>no such name</${argument}></f:${name}>`));
    expect(text).toContain(`<ns2:${name}Response xmlns:ns2="${FIVE9}"/>`);
  });

  it.each([
    '<field>last_name</field><value>Nobody</value>',
    '<field>email</field><value>none@acme.example</value>',
    '<field>number2</field><value>5550000001</value>',
  ])('is an empty element where no contact has %s', async (criterion) => {
    const criteria = `<lookupCriteria><criteria>${criterion}</criteria></lookupCriteria>`;
    const { text } = await send('config', envelope(`<f:getContactRecords>${criteria}</f:getContactRecords>`));
    expect(text.replace('<return></return>', '<return/>')).toBe(fixture('five9-02-no-contact.right'));
  });

  it.each([
    'getSpeedDials',
    'getSoftphoneInputDevices',
    'getSoftphoneOutputDevices',
    'getPreviewSkipDispositions',
    'getNotReadyReasonCodes',
  ])('of a desk, %s, has no empty child', async (name) => {
    const xml = fixture('cti-02-empty-list.req').replace('getCallbacks', name);
    const { status, text } = await send('cti', xml);
    expect(status, text).toBe(200);
    expect(text).toContain(`<ns2:${name}Response`);
    expect(text).not.toMatch(/<return\s*\/>|<return><\/return>/);
  });

  it('has no child at a desk either', async () => {
    const first = await send('cti', fixture('cti-02-empty-list.req'));
    for (const [, id] of first.text.matchAll(/<id>(\d+)<\/id>/g)) {
      const removed = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><c:removeCallback xmlns:c="urn:core_v2.agent.api.five9.com"><id>${id}</id></c:removeCallback></s:Body></s:Envelope>`;
      expect((await send('cti', removed)).status).toBe(200);
    }
    const { text } = await send('cti', fixture('cti-02-empty-list.req'));
    expect(text).toContain('<ns2:getCallbacksResponse xmlns:ns2="urn:core_v2.agent.api.five9.com"/>');
  });
});

describe('forms that clients write', () => {
  it.each(['"urn:getSkills"', 'getSkills', "'anything at all'", 'urn:x#getSkills', '"http://tempuri.org/getPrompts"'])(
    'are answered with the SOAPAction %s',
    async (action) => {
      const { status, text } = await send('config', fixture('five9-03-soapaction.req'), { soapaction: action });
      expect(status).toBe(200);
      expect(text).toContain('<ns2:getSkillsResponse');
      expect(text).toMatch(/<return>.*<name>/);
    },
  );

  it('are answered where the operation itself is nil', async () => {
    const { status, text } = await send('config', fixture('five9-04-nil-operation.req'));
    expect(status).toBe(200);
    expect(text).toContain('<ns2:getPromptsResponse');
  });

  it.each([
    ['getSkills', '<f:getSkills xsi:nil="true"/>'],
    ['getCampaigns', '<f:getCampaigns xsi:nil="1"></f:getCampaigns>'],
    ['getVCCConfiguration', '<f:getVCCConfiguration xsi:nil=" true "/>'],
    ['getUsersGeneralInfo', '<f:getUsersGeneralInfo><userNamePattern xsi:nil="true"/></f:getUsersGeneralInfo>'],
  ])('are answered where %s or its argument is nil', async (name, inner) => {
    const { status, text } = await send('config', envelope(inner));
    expect(status).toBe(200);
    expect(text).toContain(`<ns2:${name}Response`);
  });

  it.each([
    ['between envelope and body', fixture('five9-05-stray-text.req')],
    ['before the operation', envelope('; <f:getSkills/>')],
    ['after the operation', envelope('<f:getSkills/> end')],
    ['beside an argument', envelope('<f:getSkills>? <skillNamePattern>A.*</skillNamePattern></f:getSkills>')],
  ])('are answered or refused in SOAP’s form with text %s', async (_where, xml) => {
    const { text } = await send('config', xml);
    expect(text).toMatch(/<ns2:getSkillsResponse|<env:Fault><faultcode>/);
    expect(text).not.toMatch(SCRIPT_ERROR);
  });

  const TIME = '<time><end>2026-11-28T00:00:00Z</end><start>2026-11-01T00:00:00Z</start></time>';
  const REPORT = '<reportName>Call Log</reportName>';
  const FOLDER = '<folderName>Call Log Reports</folderName>';
  it.each([
    ['as the guide prints a report', fixture('five9-06-report-order.req')],
    ['as the guide prints an import', fixture('five9-07-import-order.req')],
    ['criteria first', envelope(`<f:runReport><criteria>${TIME}</criteria>${FOLDER}${REPORT}</f:runReport>`)],
    ['report before folder', envelope(`<f:runReport>${REPORT}${FOLDER}<criteria>${TIME}</criteria></f:runReport>`)],
    [
      'timeout before identifier',
      envelope('<f:isReportRunning><timeout>1</timeout><identifier>none</identifier></f:isReportRunning>'),
    ],
  ])('are taken in another order than the schema’s: %s', async (_order, xml) => {
    const { text } = await send('config', xml);
    expect(text).toMatch(/Response xmlns|<env:Fault>/);
    expect(text).not.toContain('unexpected element');
    expect(text).not.toMatch(SCRIPT_ERROR);
  });

  it.each(['listScripts', 'listCampaigns', 'listSubCampaignStates'])(
    'are taken with the declared type where xsi:type is missing in %s',
    async (name) => {
      const xml = fixture('engage-01-org-without-xsi-type.req').replaceAll('n:listCampaigns', `n:${name}`);
      const { status, text } = await send('engage', xml);
      expect({ name, status }).toEqual({ name, status: 200 });
      expect(text).toContain(`${name}Response`);
    },
  );

  it('are taken with the declared type where xsi:type is missing, and refused with a fault for a wrong one', async () => {
    const xml = fixture('engage-01-org-without-xsi-type.req');
    const { status, text } = await send('engage', xml);
    expect(status).toBe(200);
    expect(text).toContain('listCampaignsResponse');
    const typed = '<arg1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="n:list">';
    const wrong = await send('engage', xml.replace('<arg1>', typed));
    expect(wrong.status).toBe(500);
    expect(wrong.text).toMatch(/<faultcode>env:Client<\/faultcode><faultstring>list is no type of arg1/);
  });

  it.each([
    ['no envelope', '<a/>'],
    ['no body', '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>'],
    ['an empty body', envelope('')],
    ['half a document', '<s:Envelope'],
    ['nothing', ''],
    ['text in place of a struct', envelope('<f:runReport><criteria>text</criteria></f:runReport>')],
    ['an unknown operation', envelope('<f:noSuchOperation/>')],
  ])('are refused with a SOAP fault where they hold %s', async (_what, xml) => {
    const { status, text } = await send('config', xml);
    expect(status).toBe(500);
    expect(text).toMatch(/<env:Fault><faultcode>env:\w+<\/faultcode><faultstring>[^<]+<\/faultstring>/);
    expect(text).not.toMatch(SCRIPT_ERROR);
  });

  it.each(['/wsadmin/v2/AdminWebService', '/wsadmin/v9_3/AdminWebService', '/wsadmin/AdminWebService'])(
    'reach the service at %s',
    async (path) => {
      expect((await send('config', fixture('five9-03-soapaction.req'), {}, path)).text).toContain('getSkillsResponse');
    },
  );
});

describe('the front end of the Configuration service', () => {
  it('asks for the password before it reads a malformed request', async () => {
    const wrong = { authorization: `Basic ${Buffer.from('nobody:wrong').toString('base64')}` };
    for (const xml of ['<s:Envelope', envelope('<f:noSuchOperation/>'), fixture('five9-03-soapaction.req')])
      expect((await send('config', xml, wrong)).status).toBe(401);
  });

  it('lets web pages of any origin read its answers, and answers their preflight', async () => {
    const answer = await send('config', fixture('five9-03-soapaction.req'), { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const preflight = await fetch(of('config').url, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization.*content-type.*soapaction/);
  });
});
