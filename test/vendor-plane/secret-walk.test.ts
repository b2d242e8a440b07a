/** A secret in every field that a contract marks so, and a vendor that repeats all it is sent (D12, P6). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Fields, Operation, StructType, Type } from '../../src/adapters/contract.ts';
import { events } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { vendorPayload } from '../../src/adapters/five9-cti/events/payload.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { planeFieldName } from '../../src/resolvers/vendor-plane/index.ts';
import { SimulatedFault, startSoapSimulator } from '../../src/simulators/soap.ts';
import { dependencies } from '../recorder/dependencies.ts';
import { callDocument } from './document.ts';
import { asVariables, Filler } from './fill.ts';
import { ask, planeContext, planeSchema } from './plane.ts';
import { KEYS, loadVendor } from './vendors.ts';
import { WIRES, type Wire } from './wires.ts';

type Values = Record<string, unknown>;

const MARKER = 'zq7Secret';
const SECRET = `${MARKER}<&>"=+ é/1`;
/** How the marker may be written by those who repeat it. */
const FORMS = [MARKER, Buffer.from(`x${MARKER}`).toString('base64').slice(2, 12), Buffer.from(MARKER).toString('hex')];

/** Fills every field with values, those that are secret with the secret. */
class SecretFiller extends Filler {
  planted = 0;

  override fields(fields: Fields, secrets = true): Values {
    const filled = super.fields(fields, secrets);
    for (const [name, { secret, type }] of Object.entries(fields)) {
      if (!secret || type.kind !== 'scalar' || type.name !== 'string') continue;
      this.planted += 1;
      filled[name] = SECRET;
    }
    return filled;
  }
}

/** Whether a type has a secret field, at any depth and in any case. */
function hasSecret(type: Type | undefined, above: readonly Type[] = []): boolean {
  if (!type || above.includes(type)) return false;
  const inside = [...above, type];
  if (type.kind === 'list') return hasSecret(type.of, inside);
  if (type.kind === 'variant') return Object.values(type.cases).some((chosen) => hasSecret(chosen, inside));
  return type.kind === 'struct' && fieldsHaveSecret(type.fields, inside);
}

const fieldsHaveSecret = (fields: Fields, above: readonly Type[] = []) =>
  Object.values(fields).some(({ secret, type }) => secret || hasSecret(type, above));

const textsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [String(value)];
const inXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const vendors = new Map<string, Vendor>();
for (const key of KEYS) {
  const vendor = await loadVendor(key);
  if (typeof vendor === 'string') throw new Error(vendor);
  vendors.set(key, vendor);
}
const operationsOf = (key: string) =>
  Object.entries<Operation>(vendors.get(key)?.contract.operations ?? {}).filter(
    ([, { input, output }]) => fieldsHaveSecret(input) || hasSecret(output),
  );

const calls: unknown[] = [];
const onCall = (message: unknown) => void calls.push(message);
beforeAll(() => subscribe('crosspoint.vendor-call', onCall));
afterAll(() => unsubscribe('crosspoint.vendor-call', onCall));

/** A vendor that repeats what it is sent: in a fault, in a page that is no answer, or in the fields of its answer. */
async function repeating(vendor: Vendor, wire: Wire, how: 'fault' | 'page' | 'answer', arrived: string[]) {
  if (how === 'page') {
    const server = createServer(async (request, response) => {
      const body = await text(request);
      arrived.push(body);
      response.writeHead(502, { 'content-type': 'text/html' }).end(`<html>${request.rawHeaders.join()} ${body}</html>`);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { origin, close: async () => void server.close() };
  }
  const answer = (operation: string, input: Readonly<Values>) => {
    arrived.push(JSON.stringify(input));
    const { output, faults } = vendor.contract.operations[operation] as Operation;
    if (how === 'answer') return output ? new SecretFiller().value(output, {}, true) : null;
    const message = `Refused: ${textsOf(input).join(', ')}; ${JSON.stringify(input)}; ${inXml(JSON.stringify(input))}`;
    throw new SimulatedFault(faults[0]?.name ?? 'Fault', message, { message });
  };
  return startSoapSimulator({ ...wire, contract: vendor.contract, answer }, { port: 0 });
}

const cases = WIRES.flatMap((wire) => {
  const vendor = vendors.get(wire.key);
  const names = operationsOf(wire.key).map(([name]) => name);
  const ways = ['fault', 'page', 'answer'] as const;
  return vendor && names.length > 0 ? ways.map((how) => ({ key: wire.key, wire, vendor, names, how })) : [];
});

describe.each(cases)('a secret of $key, repeated in a(n) $how,', ({ wire, vendor, names, how }) => {
  const arrived: string[] = [];
  const around = dependencies();
  const schema = planeSchema([vendor]);
  let service: Awaited<ReturnType<typeof repeating>>;
  let adapter: Adapter;
  beforeAll(async () => {
    service = await repeating(vendor, wire, how, arrived);
  });
  afterAll(() => service.close());
  // Each operation has an account of its own, whose circuit breaker is closed.
  beforeEach(() => {
    adapter = vendor.connect('acme', vendor.settings.parse(wire.settings(service.origin)), around);
  });
  afterEach(() => adapter.close());

  /** Calls an operation with everything filled; answers everything that callers, the log, the trail and traces are given. */
  async function saidBy(name: string, row: Operation): Promise<string> {
    const root = row.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    const field = root?.getFields()[planeFieldName(vendor.contract, name)];
    if (!field) throw new Error(`${name} has no field`);
    const filled = new SecretFiller().fields(row.input);
    const input = asVariables(row.input, wire.fit?.(name, filled) ?? filled);
    const trail: unknown[] = [];
    const write = async (...entry: unknown[]) => void trail.push(entry);
    const context = {
      ...planeContext([adapter]),
      audit: { ready: async () => undefined, before: async () => [], noteUnreadable() {}, write },
    };
    for (const list of [arrived, calls, around.lines as unknown[]]) list.length = 0;
    const { data, errors = [] } = await ask(schema, context, callDocument(row.kind, field), input);
    const thrown = errors.map(({ message, extensions, originalError }) => ({ message, extensions, originalError }));
    return inspect({ data, thrown, lines: around.lines, trail, calls }, { depth: 20, maxStringLength: null });
  }

  it.each(names)('in %s is shown nowhere', async (name) => {
    const row = vendor.contract.operations[name] as Operation;
    const said = await saidBy(name, row);
    if (fieldsHaveSecret(row.input)) expect(arrived.join(), said.slice(0, 500)).toContain(MARKER);
    for (const form of FORMS) expect(said).not.toContain(form);
  });
});

it('operations with secrets are those that are called here or in secrets.test.ts', () => {
  const others = KEYS.filter((key) => !WIRES.some((wire) => wire.key === key));
  expect(
    Object.fromEntries(
      others.map((key) => [
        key,
        operationsOf(key)
          .map(([name]) => name)
          .sort(),
      ]),
    ),
  ).toEqual({
    recorder: ['EXPORT', 'IMPORTUSER'],
    'remote-control': [],
  });
});

it.each(Object.keys(events))('no secret of the event %s is passed on', (name) => {
  const filler = new SecretFiller();
  const type: StructType | undefined = events[name as keyof typeof events];
  const event = { _type: name, ...(filler.value(type as StructType, {}, true) as Values) };
  expect(inspect(vendorPayload(event as never), { depth: 20 })).not.toContain(MARKER);
});
