import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Fields, Operation, Type } from '../../src/adapters/contract.ts';
import { vendor as five9 } from '../../src/adapters/five9-config/index.ts';
import { vendor as recorder } from '../../src/adapters/recorder/index.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { SimulatedFault, startSoapSimulator } from '../../src/simulators/soap.ts';
import { dependencies, okResult, requestIds, scripted } from '../recorder/dependencies.ts';
import { ask, planeContext, planeSchema } from './plane.ts';
import { KEYS, loadVendor } from './vendors.ts';
import { WIRES } from './wires.ts';

const SECRET = 'pl-ease&keep<this>';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Asks through the plane of one vendor; answers everything that was shown and logged. */
async function answerTo(vendor: Vendor, settings: unknown, document: string): Promise<string> {
  const around = dependencies();
  const adapter: Adapter = vendor.connect('acme', vendor.settings.parse(settings), around);
  open.push(() => adapter.close());
  const { data, errors = [] } = await ask(planeSchema([vendor]), planeContext([adapter]), document, { secret: SECRET });
  const thrown = errors.map(({ message, originalError }) => ({ message, ...originalError }));
  return JSON.stringify({ data, thrown, lines: around.lines });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const escaped = SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

describe('a recorder that echoes requests (D12)', () => {
  const add = `mutation ($secret: String) {
    recorder_IMPORTUSER(ACTION: ADD, FIRSTNAME: "S", LASTNAME: "S", PASSWORD: $secret) { RESULTTYPE RESULTMSG }
  }`;

  it.each(['API_OK', 'API_USER_ALREADY_EXIST', 'ERROR', 'NEWLABEL'])('shows no secret, in %s', async (label) => {
    let received = '';
    const server = await scripted((text, socket) => {
      received += text;
      for (const id of requestIds(text))
        socket.write(`${okResult(id, '', `No use for ${escaped} here`).replace('API_OK', label)}\r\n`);
    });
    open.push(() => server.close());
    const said = await answerTo(recorder, { url: server.settings.url }, add);
    expect(received).toContain(escaped.replace('>', '&gt;'));
    expect(said).toContain('No use for … here');
    expect(said).not.toContain('keep<this>');
  });

  it('shows no secret in an export', async () => {
    const web = createServer((_request, response) => {
      const result = okResult(1, '', `The password ${escaped} opens nothing`).replace('API_OK', 'API_FILE_NOT_FOUND');
      response.writeHead(200, { 'content-type': 'text/xml' }).end(result);
    });
    const webUrl = `${await listening(web)}/webapi.aspx`;
    const document = `query ($secret: String) {
      recorder_EXPORT(UNIQUEFIELD: "ident", UNIQUEID: "1", MEDIA_FORMAT: CAV, ENCRYPT: true, PASSWORD: $secret) { LENGTH }
    }`;
    const said = await answerTo(recorder, { url: 'tcp://127.0.0.1:9', webUrl, exportEntire: true }, document);
    expect(said).toContain('The password … opens nothing');
    expect(said).not.toContain('keep<this>');
  });
});

describe('a Five9 that echoes requests (D12)', () => {
  const ATTEMPTS = [
    [
      'addToListFtp',
      'five9Config_addToListFtp(listName: "L", updateSettings: { skipHeaderLine: false, cleanListBeforeUpdate: false, fieldsMapping: [] }, ftpSettings: { hostname: "ftp.partner.example", password: $secret })',
    ],
    [
      'modifyInboundCampaign',
      'five9Config_modifyInboundCampaign(campaign: { name: "C", ftpHost: "ftp.partner.example", ftpPassword: $secret })',
    ],
  ] as const;

  it.each(ATTEMPTS)('%s is not shown, in a fault or in its fields', async (_name, call) => {
    const wire = WIRES.find(({ key }) => key === 'five9-config');
    if (!wire) throw new Error('no wire');
    const message = `Cannot log in with ${SECRET}`;
    const seen: string[] = [];
    const answer = (_operation: string, input: object) => {
      seen.push(JSON.stringify(input));
      throw new SimulatedFault('IncorrectArgumentFault', message, { message });
    };
    const parts = { ...wire, contract: five9.contract, answer };
    const simulator = await startSoapSimulator(parts, { port: 0 });
    open.push(() => simulator.close());
    const said = await answerTo(five9, wire.settings(simulator.origin), `mutation ($secret: String) { ${call} }`);
    expect(seen.join()).toContain(SECRET);
    expect(said).toContain('Cannot log in with …');
    expect(said).not.toContain('keep<this>');
  });
});

describe('what is secret', () => {
  it.each(KEYS)('is declared so in %s, and cannot be selected', async (key) => {
    const vendor = await loadVendor(key);
    if (typeof vendor === 'string') throw new Error(vendor);
    const schema = planeSchema([vendor]);
    const named: string[] = [];
    const seen = new Set<Type>();
    const visit = (fields: Fields, where: string): void => {
      for (const [name, { type, secret }] of Object.entries(fields)) {
        const isText = type.kind === 'scalar' && type.graphql === 'String';
        if (isText && /passw|secret|securityToken/i.test(name) && !secret) named.push(`${where}.${name}`);
        inside(type);
      }
    };
    const inside = (type: Type): void => {
      if (seen.has(type)) return;
      seen.add(type);
      if (type.kind === 'list') inside(type.of);
      if (type.kind === 'variant') for (const chosen of Object.values(type.cases)) inside(chosen);
      if (type.kind !== 'struct') return;
      visit(type.fields, type.name);
      const shown = schema.getType(
        `${vendor.contract.prefix.replace(/^./, (first) => first.toUpperCase())}_${type.name}`,
      );
      if (shown && 'getFields' in shown)
        for (const name of Object.keys(shown.getFields())) expect(type.fields[name]?.secret, name).not.toBe(true);
    };
    for (const [name, { input, output }] of Object.entries<Operation>(vendor.contract.operations)) {
      visit(input, name);
      if (output) inside(output);
    }
    expect(named).toEqual([]);
  });
});
