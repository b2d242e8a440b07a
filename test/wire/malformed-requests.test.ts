/** Requests that no client should write: each simulator refuses them and answers the next one. */
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { simulators } from '../../src/simulators/simulators.ts';

const running = new Map<string, RunningSimulator>();
const addresses = new Map<string, URL>();
let user = { username: '', password: '' };

interface Settings {
  readonly url?: string;
  readonly webUrl?: string;
  readonly desks?: readonly { readonly url: string }[];
  readonly users?: readonly (typeof user)[];
}

beforeAll(async () => {
  for (const { vendor, start } of simulators) {
    const simulator = await start({
      centre: createCentre({ seed: 3, startsAt: new Date('2026-03-02T08:00:00Z') }),
      port: 0,
    });
    running.set(vendor, simulator);
    const { url, webUrl, desks, users } = simulator.settings as Settings;
    addresses.set(vendor, new URL(webUrl ?? desks?.[0]?.url ?? url ?? ''));
    user = users?.[0] ?? user;
  }
});
afterAll(async () => {
  for (const { close } of running.values()) await close();
});

const VENDORS = simulators.map(({ vendor }) => vendor);

function addressOf(vendor: string): URL {
  const address = addresses.get(vendor);
  if (!address) throw new Error(`no simulator of ${vendor}`);
  return address;
}

/** The answer to bytes on a connection of their own, up to its end. */
function answerTo(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

async function statusOf(vendor: string, target: string, method = 'GET'): Promise<number> {
  const { host, port } = addressOf(vendor);
  const head = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  const answer = await answerTo(Number(port), head);
  expect(answer).not.toMatch(/TypeError|URIError|Error: /);
  return Number(answer.split(' ')[1]);
}

describe.each(VENDORS)('the simulator of %s', (vendor) => {
  it.each(['http://[', '*', 'http://%E0%A4%A/'])('refuses %s as an address with HTTP 400', async (target) => {
    expect(await statusOf(vendor, target, target === '*' ? 'OPTIONS' : 'GET')).toBe(400);
  });

  it.each(['//', '/%E0%A4%A', '/desk/%E0%A4%A/agent/v3'])('has nothing at %s', async (target) => {
    expect(await statusOf(vendor, target)).toBe(404);
  });
});

describe('malformed percent-encoding in an address', () => {
  const REMOTE = '/webservices/services';

  it('is the name of no login, user or number', async () => {
    expect(await statusOf('remote-control', `${REMOTE}/apitoken/login/%E0%A4%A`)).toBe(401);
    expect(await statusOf('remote-control', `${REMOTE}/telephony/getcalls/user/%E0%A4%A`)).toBe(404);
    expect(await statusOf('remote-control', `${REMOTE}/apitoken/login/gateway`)).toBe(401);
  });

  it('is the name of no desk', async () => {
    const { origin } = addressOf('five9-cti');
    const envelope = soap('<f:getStatus/>', 'urn:core_v2.agent.api.five9.com');
    const response = await fetch(`${origin}/desk/%E0%A4%A/agent/v2`, { method: 'POST', body: envelope });
    expect(await response.text()).toContain('There is no such desk');
  });
});

describe('a compressed request', () => {
  const request = soap('<f:getSkillsInfo><skillNamePattern>Billing</skillNamePattern></f:getSkillsInfo>');

  it.each([
    ['gzip', gzipSync(request)],
    ['X-GZIP', gzipSync(request)],
    ['deflate', deflateSync(request)],
    ['identity', Buffer.from(request)],
  ])('is read as %s', async (encoding, body) => {
    const response = await post(body, { 'content-encoding': encoding });
    expect(await response.text()).toContain('<name>Billing</name>');
  });

  it.each([
    ['gzip', 'no gzip', 400],
    ['deflate', 'no deflate', 400],
    ['br', request, 415],
    ['constructor', request, 415],
  ])('is refused as %s of %s with HTTP %i', async (encoding, body, status) => {
    const response = await post(body, { 'content-encoding': encoding });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/Error/);
  });
});

describe('a WSDL', () => {
  it.each(['?WSDL', '?Wsdl=1'])('is served at %s', async (query) => {
    const response = await fetch(`${addressOf('five9-cti').href}${query}`);
    expect(response.headers.get('content-type')).toContain('text/xml');
    expect(await response.text()).toContain('wsdl:definitions');
  });
});

describe('requests with a raw ampersand, as the guide of the recorder prints them', () => {
  const request = (name: string) =>
    `<REQUEST><TYPE>ADDGROUP</TYPE><REQUESTID>2</REQUESTID><GROUPNAME>${name}</GROUPNAME></REQUEST>\r\n`;

  it.each([
    ['Sales & Marketing', 'Sales &amp; Marketing'],
    ['R&D', 'R&amp;D'],
    ['A &amp; B', 'A &amp; B'],
    ['&lt;&#65;& ', '&lt;A&amp;'],
  ])('%s is the name %s', async (written, answered) => {
    expect(await firstAnswer(request(written))).toContain(`<GROUPNAME>${answered}</GROUPNAME>`);
  });

  it('other damage is refused', async () => {
    expect(await firstAnswer(request('A <& B'))).toContain('API_INVALID_MESSAGE_FORMAT');
  });
});

function soap(body: string, namespace = 'http://service.admin.ws.five9.com/'): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:f="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
}

function post(body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<Response> {
  const login = Buffer.from(`${user.username}:${user.password}`).toString('base64');
  const all = { 'content-type': 'text/xml', authorization: `Basic ${login}`, ...headers };
  return fetch(addressOf('five9-config'), { method: 'POST', headers: all, body: new Uint8Array(Buffer.from(body)) });
}

/** The recorder's answer to one document over TCP. */
function firstAnswer(document: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const port = running.get('recorder')?.port ?? 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(document));
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (!text.includes('</RESULT>')) return;
      socket.destroy();
      resolve(text);
    });
  });
}
