import type { GraphQLFormattedError } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../schema/vocabulary.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Fault, Operation } from '../../src/adapters/contract.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { FAULTS, RESULT_LABELS, SUCCESS } from '../../src/adapters/recorder/contract/faults.ts';
import { vendor as recorder } from '../../src/adapters/recorder/index.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { formatError } from '../../src/resolvers/errors.ts';
import { planeFieldName } from '../../src/resolvers/vendor-plane/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator as recorderSimulator } from '../../src/simulators/recorder/index.ts';
import { type RunningSoapSimulator, SimulatedFault, startSoapSimulator } from '../../src/simulators/soap.ts';
import { okResult, requestIds, scripted } from '../recorder/dependencies.ts';
import { callDocument } from './document.ts';
import { asVariables, Filler } from './fill.ts';
import { ask, planeContext, planeSchema } from './plane.ts';
import { loadVendor } from './vendors.ts';
import { shortWait } from './walk.ts';
import { dependencies, WIRES, type Wire } from './wires.ts';

/** Every fault of a contract, with an operation that declares it. */
function faultsOf(vendor: Vendor): readonly (readonly [string, Fault, string])[] {
  const found = new Map<string, readonly [string, Fault, string]>();
  for (const [operation, { faults }] of Object.entries<Operation>(vendor.contract.operations))
    for (const fault of faults) if (!found.has(fault.name)) found.set(fault.name, [fault.name, fault, operation]);
  return [...found.values()];
}

/** An error as it was thrown, and as a caller is shown it. */
interface Failure {
  readonly error: CrosspointError;
  readonly shown: GraphQLFormattedError;
}

/** Calls an operation through GraphQL and answers the error it ended in. */
async function failureOf(
  vendor: Vendor,
  schema: ReturnType<typeof planeSchema>,
  adapter: Adapter,
  name: string,
  input: Record<string, unknown>,
): Promise<Failure> {
  const row = vendor.contract.operations[name] as Operation;
  const root = row.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[planeFieldName(vendor.contract, name)];
  if (!field) throw new Error(`${name} has no field`);
  const document = callDocument(row.kind, field);
  const { errors } = await ask(schema, planeContext([adapter]), document, asVariables(row.input, input));
  const [located] = errors ?? [];
  const thrown = located?.originalError;
  expect(thrown, String(errors)).toBeInstanceOf(CrosspointError);
  const shown = formatError(JSON.parse(JSON.stringify(located)) as GraphQLFormattedError, located);
  return { error: thrown as CrosspointError, shown };
}

function everyFault(vendor: Vendor, wire: Wire) {
  const schema = planeSchema([vendor]);
  let vendorSays = new SimulatedFault('', 'nothing');
  let simulator: RunningSoapSimulator;

  beforeAll(async () => {
    const { local = [] } = wire;
    const onWire = ([name, row]: [string, Operation]) => {
      const input = Object.fromEntries(Object.entries(row.input).filter(([key]) => !local.includes(key)));
      return [name, { ...row, input }] as const;
    };
    const operations = Object.fromEntries(Object.entries<Operation>(vendor.contract.operations).map(onWire));
    const answer = () => {
      throw vendorSays;
    };
    simulator = await startSoapSimulator(
      { ...wire, contract: { ...vendor.contract, operations }, answer },
      { port: 0 },
    );
  });
  afterAll(() => simulator.close());

  it.each(faultsOf(vendor))('%s', async (name, fault, operation) => {
    const row = vendor.contract.operations[operation] as Operation;
    const filler = new Filler();
    const input = { ...filler.fields(row.input), ...shortWait(row) };
    const fields = filler.fields(fault.fields, false);
    vendorSays = new SimulatedFault(name, 'The words of the vendor', fields);
    // An adapter of its own, since each keeps the pauses and quotas that its vendor asks for.
    const adapter = vendor.connect('faults', vendor.settings.parse(wire.settings(simulator.origin)), dependencies);
    const called = wire.fit?.(operation, input) ?? input;
    const { error, shown } = await failureOf(vendor, schema, adapter, operation, called);
    await adapter.close();
    expect(error).toMatchObject({ code: fault.code, vendorCode: name, message: 'The words of the vendor' });
    const details = Object.keys(fields).length > 0 ? { details: shownFields(fields) } : {};
    expect(shown).toMatchObject({ message: 'The words of the vendor', path: ['answer'] });
    expect(shown.extensions).toMatchObject({
      ...{ code: fault.code, vendorCode: name, vendor: vendor.api, account: 'faults', operation, ...details },
      retryable: fault.retryable ?? /^(RATE_LIMITED|TIMEOUT|UNAVAILABLE)$/.test(fault.code),
    });
  });
}

/** Texts of a fault are shown trimmed, and nothing else of it changes. */
function shownFields(fields: Record<string, unknown>): Record<string, unknown> {
  const shown = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]));
}

const loaded = await Promise.all(WIRES.map(async (wire) => ({ wire, vendor: await loadVendor(wire.key) })));

for (const { wire, vendor } of loaded)
  if (typeof vendor !== 'string')
    describe(`every fault that ${wire.key} declares, on the wire and through GraphQL`, () => everyFault(vendor, wire));

/** Labels that do not say whether an act was done. */
const UNSPECIFIC = new Set(['API_ERROR_UNKNOWN', 'API_ERROR_PROCESSING_MESSAGE']);

describe('every result label of the recorder', () => {
  const labels = Object.entries(RESULT_LABELS).filter(([, label]) => !SUCCESS.has(label));
  const schema = planeSchema([recorder]);
  let running: Awaited<ReturnType<typeof recorderSimulator.start>>;
  let adapter: Adapter;

  beforeAll(async () => {
    const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T14:00:00Z') });
    running = await recorderSimulator.start({ centre, port: 0 });
    adapter = recorder.connect('faults', recorder.settings.parse(running.settings), dependencies);
  });
  afterAll(async () => {
    await adapter.close();
    await running.close();
  });

  it.each(labels)('%s %s', async (code, label) => {
    running.refuse(label);
    const input = { DEVICEID: 'X100', CALLINSTANCE: 'a' };
    const { error, shown } = await failureOf(recorder, schema, adapter, 'CALLSTART', input);
    // What the recorder itself calls unknown says nothing of whether an act was done.
    const expected = UNSPECIFIC.has(label) ? 'OUTCOME_UNKNOWN' : FAULTS.get(label)?.code;
    expect(error).toMatchObject({ code: expected, vendorCode: label });
    const shared = label === 'API_INVALID_MESSAGE_FORMAT' ? 17 : Number(code);
    expect(shown.extensions).toMatchObject({ vendorCode: label, operation: 'CALLSTART', account: 'faults' });
    expect(shown.extensions?.details).toMatchObject({ RESULTCODE: shared });
  });
});

describe("the recorder's outcomes", () => {
  /** What a caller is shown when the recorder answers this. */
  async function shownFor(type: string, code: number, message: string) {
    const result = (id: number) =>
      okResult(id, '', message)
        .replace('<RESULTTYPE>API_OK', `<RESULTTYPE>${type}`)
        .replace('<RESULTCODE>20', `<RESULTCODE>${code}`);
    const server = await scripted((text, socket) => {
      for (const id of requestIds(text)) socket.write(`${result(id)}\r\n`);
    });
    const adapter = recorder.connect('faults', recorder.settings.parse(server.settings), dependencies);
    const { shown } = await failureOf(recorder, planeSchema([recorder]), adapter, 'CALLSTOP', { DEVICEID: 'X1' });
    await adapter.close();
    await server.close();
    return shown.extensions;
  }

  it.each([16, 17])('the one label of codes 16 and 17 keeps its number, %i', async (code) => {
    expect(await shownFor('API_INVALID_MESSAGE_FORMAT', code, 'DEVICEID')).toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', vendorCode: 'API_INVALID_MESSAGE_FORMAT' },
      details: { RESULTCODE: code, RESULTMSG: 'DEVICEID' },
    });
  });

  it('a message repeats neither card numbers nor addresses', async () => {
    const message = 'DEVICEID 4111 1111 1111 1111 is not at http://core/x?key=1';
    expect(await shownFor('API_DEVICE_INVALID', 17, message)).toMatchObject({
      details: { RESULTMSG: 'DEVICEID … is not at …' },
    });
    expect(await shownFor('API_4111111111111111 http://core/x', 99, 'new')).toMatchObject({
      vendorCode: 'API_… …',
    });
  });

  it('ERROR means the label in its text, and an unknown label is shown as it is', async () => {
    expect(await shownFor('ERROR', 17, 'API_DEVICE_INVALID: X1')).toMatchObject({
      ...{ code: 'NOT_FOUND', vendorCode: 'API_DEVICE_INVALID', details: { RESULTCODE: 17 } },
    });
    expect(await shownFor('API_NEW_TROUBLE', 99, 'new')).toMatchObject({
      ...{ code: 'OUTCOME_UNKNOWN', vendorCode: 'API_NEW_TROUBLE', details: { RESULTCODE: 99, RESULTMSG: 'new' } },
    });
  });
});

/** The code that a fault's name implies, independent of the contract. */
const BY_NAME: readonly (readonly [RegExp, ErrorCode])[] = [
  [/NotFound(Fault)?$|_NOT_FOUND$|_NOT_EXISTS$|^FinderException$/, 'NOT_FOUND'],
  [/Already(Exists|Assigned|InUse|HasSkill)(Fault)?$|IsAlreadyAssigned|_ALREADY_EXISTS?$|_EXISTS$/, 'ALREADY_EXISTS'],
  [/^(ARG|ATTRIBUTE)_|^(Incorrect|Missed)Argument|^InvalidRegexp|_MESSAGE_FORMAT$/, 'INVALID_ARGUMENT'],
  [/^OperationsLimit|TOO_MANY_CLIENTS|QUEUE_FULL/, 'RATE_LIMITED'],
  [/^ServiceUnavailable|NOT_RUNNING$/, 'UNAVAILABLE'],
  [/(InUse|CantBe(Deleted|Removed)|IsNotAss\w+|InProgress|NotReady)Fault$|INVALID_STATE$/, 'FAILED_PRECONDITION'],
];

it('every fault means what its name says', () => {
  const details = loaded.flatMap(({ vendor }) => (typeof vendor === 'string' ? [] : faultsOf(vendor)));
  const all = [...details.map(([, fault]) => fault), ...FAULTS.values()];
  // The client that is not found is the recorder's own program for mail.
  const plain = all.filter(({ name }) => name !== 'API_ERROR_CLIENT_NOT_FOUND');
  const judged = plain.flatMap(({ name, code }) => {
    const meant = BY_NAME.find(([names]) => names.test(name))?.[1];
    return meant ? [{ name, code, meant }] : [];
  });
  expect(judged.filter(({ code, meant }) => code !== meant)).toEqual([]);
  expect(judged.length).toBeGreaterThan(70);
});
