import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import type { Fields, Operation, StructType } from '../../src/adapters/contract.ts';
import { requirements } from '../../src/adapters/recorder/contract/requirements.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { decodeFields } from '../../src/adapters/xml/decode.ts';
import { encodeFields } from '../../src/adapters/xml/encode.ts';
import { childOf, parseXml, type XmlElement } from '../../src/adapters/xml/tree.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { okResult, requestIds, scripted } from '../recorder/dependencies.ts';
import { Filler } from './fill.ts';
import { planeSchema } from './plane.ts';
import { Witness, walk } from './walk.ts';
import { dependencies } from './wires.ts';

type Values = Record<string, unknown>;

const UTC = { timeZone: 'UTC' };
const operations: Readonly<Record<string, Operation>> = vendor.contract.operations;
const EXPORTS = Object.keys(vendor.contract.chapters.WebAPI ?? {});
const schema = planeSchema([vendor]);

function rowOf(name: string): Operation {
  const row = operations[name];
  if (!row) throw new Error(`the recorder has no ${name}`);
  return row;
}

/** A recorder that stores what arrives, on its port or in a query, and answers as the test says. */
class ScriptedRecorder {
  readonly witness = new Witness();

  /** Reads a request by the contract; small letters are how the manual writes a media format. */
  arrive(request: XmlElement): string {
    const name = childOf(request, 'TYPE')?.text.toUpperCase() ?? '';
    const { input: fields } = rowOf(name);
    const children = request.children.filter((child) => !['TYPE', 'REQUESTID'].includes(child.name));
    const known = new Set(Object.entries(fields).map(([field, { wire = field }]) => wire));
    expect(children.map((child) => child.name).filter((child) => !known.has(child))).toEqual([]);
    const shouted = children.map((child) =>
      child.name === 'MEDIA_FORMAT' ? { ...child, text: child.text.toUpperCase() } : child,
    );
    const all = decodeFields(fields, { ...request, children: shouted }, UTC);
    const input = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    this.witness.answer(name, input);
    return name;
  }

  /** The document that answers, with the outcome that belongs to the request. */
  document(name: string, id: number): string {
    const outcome = { REQUESTTYPE: name, REQUESTID: id, RESULTTYPE: 'API_OK', RESULTCODE: 20 };
    this.witness.answers = { ...(this.witness.answers as Values), ...outcome };
    const { fields } = rowOf(name).output as StructType;
    return `<RESULT>${encodeFields(fields, this.witness.answers as Values, UTC)}</RESULT>`;
  }

  /** The file that an export answers. */
  file(): { readonly type: string; readonly bytes: Buffer } {
    const bytes = Buffer.from([0, 1, 2, 0xff, 0x52, 0x49]);
    const CONTENTTYPE = 'audio/x-walked';
    this.witness.answers = { CONTENTTYPE, LENGTH: bytes.length, MEDIA: bytes.toString('base64') };
    return { type: CONTENTTYPE, bytes };
  }
}

/** A query string as the document it stands for. */
function fromQuery(url: string): XmlElement {
  const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const query = [...new URL(url, 'http://recorder').searchParams];
  expect(new Set(query.map(([name]) => name)).size).toBe(query.length);
  const inside = query.map(([name, value]) => `<${name.toUpperCase()}>${text(value)}</${name.toUpperCase()}>`);
  return parseXml(`<REQUEST>${inside.join('')}</REQUEST>`);
}

async function startScripted(recorder: ScriptedRecorder) {
  const port = await scripted((text, socket) => {
    expect(text.match(/\r\n/g)).toHaveLength(1);
    const [id = 0] = requestIds(text);
    socket.write(`${recorder.document(recorder.arrive(parseXml(text)), id)}\r\n`);
  });
  const web = createServer((request, response) => {
    const document = fromQuery(request.url ?? '');
    const name = recorder.arrive(document);
    if (EXPORTS.includes(name)) {
      const { type, bytes } = recorder.file();
      response.writeHead(200, { 'content-type': type }).end(bytes);
    } else response.end(recorder.document(name, Number(childOf(document, 'REQUESTID')?.text)));
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}/webapi.aspx`;
  const close = async () => {
    web.closeAllConnections();
    await Promise.all([port.close(), new Promise((resolve) => web.close(resolve))]);
  };
  const settings = {
    url: port.settings.url,
    webUrl,
    timeZone: 'UTC',
    emailDomains: ['example.com'],
    exportEntire: true,
  };
  return { settings, close };
}

/** Ways to fill a function: where the manual wants exactly one of several parameters, one way for each. */
const ways = Object.keys(operations).flatMap((name) => {
  const exact = requirements[name]?.find(({ exactly }) => exactly)?.anyOf ?? [[]];
  return exact.map((chosen) => ({ name, chosen, left: exact.flat().filter((other) => !chosen.includes(other)) }));
});

/** Leaves out what may not stand beside the rest, and writes addresses that are some. */
function fitting(left: readonly string[]) {
  return (_name: string, input: Values): Values => {
    const chosen = Object.entries(input).filter(([name]) => !left.includes(name));
    return Object.fromEntries(chosen.map(([name, value]) => [name, /ADDRESS$/.test(name) ? 'jo@example.com' : value]));
  };
}

describe.each(['tcp', 'web'])('every function of the recorder through GraphQL, adapter and wire, over %s', (via) => {
  const recorder = new ScriptedRecorder();
  let running: Awaited<ReturnType<typeof startScripted>>;
  let adapter: Adapter;

  beforeAll(async () => {
    running = await startScripted(recorder);
    adapter = vendor.connect('walk', vendor.settings.parse({ ...running.settings, via }), dependencies);
  });
  afterAll(async () => {
    await adapter.close();
    await running.close();
  });

  it.each(ways)('$name $chosen', ({ name, left }) =>
    walk(name, { schema, vendor, adapter, witness: recorder.witness, local: [], fit: fitting(left) }),
  );

  it('are all of them', () => {
    expect([...new Set(ways.map(({ name }) => name))]).toHaveLength(37);
  });
});

/** What the events of recordings are called in the unified plane. */
const MEANS: Readonly<Record<string, string>> = {
  RECORDINGSTARTED: 'STARTED',
  RECORDINGPAUSED: 'PAUSED',
  RECORDINGRESUMED: 'RESUMED',
  RECORDINGSTOPPED: 'STOPPED',
  RECORDINGUPDATE: 'UPDATED',
};

describe('every type of event, with every field of it (X3)', () => {
  const types = Object.entries(vendor.contract.events ?? {});

  it.each(types)('%s', async (name, { fields }: { fields: Fields }) => {
    const data = { ...new Filler().fields(fields), RECORDID: '20111207', DEVICEID: 'X7', CALLDIRECTION: 'I' } as Values;
    const sent = Object.fromEntries(Object.keys(fields).map((field) => [field, data[field]]));
    const xml = encodeFields(fields, sent, UTC);
    const event = `<CALLCOPYEVENT><EVENTTYPE> ${name}</EVENTTYPE><EVENTDATA>${xml}</EVENTDATA></CALLCOPYEVENT>`;
    const server = await scripted((text, socket) => {
      for (const id of requestIds(text)) socket.write(`${okResult(id)}\r\n`);
      if (text.includes('<TYPE>EVENTS<')) socket.write(`${event}\r\n`);
    });
    const settings = { url: server.settings.url, timeZone: 'UTC' };
    const adapter = vendor.connect('walk', vendor.settings.parse(settings), dependencies);
    const leaving = new AbortController();
    const seen: EventRecord[] = [];
    const reading = (async () => {
      for await (const record of oneByOne(adapter.events?.({ signal: leaving.signal }))) seen.push(record);
    })();
    const found = await until(() => seen.find(({ subject }) => subject === 'device:X7'));
    leaving.abort();
    await reading;
    await adapter.close();
    await server.close();
    if (found.kind === 'VENDOR') return expect(found).toMatchObject({ name, payload: sent });
    expect(found).toMatchObject({ kind: 'RECORDING', type: MEANS[name], device: 'X7' });
    if (!('RECORDID' in fields && found.kind === 'RECORDING')) return;
    expect(found.recording).toMatchObject({ nativeId: '20111207' });
    const noted = found.recording?.annotations.map(({ value }) => value);
    expect(noted).toEqual(Object.entries(sent).flatMap(([field, value]) => (/^USER\d/.test(field) ? [value] : [])));
  });

  it('are seven', () => expect(types).toHaveLength(7));
});
