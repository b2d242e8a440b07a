import fc from 'fast-check';
import { createClientAsync, WSDL } from 'soap';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Type } from '../../src/adapters/contract.ts';
import { decodeAnswer, encodeEnvelope } from '../../src/adapters/soap/envelope.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';
import { encodeResult } from '../../src/simulators/soap/answer.ts';
import { understandRequest } from '../../src/simulators/soap/request.ts';
import { contractWsdl } from '../../src/simulators/soap/wsdl.ts';
import { type RunningSoapSimulator, startSoapSimulator } from '../../src/simulators/soap.ts';
import { NAMESPACE, sample } from './sample.ts';
import { anyFields, anyValue } from './values.ts';

const context = { timeZone: 'UTC' };
const style = { ...context, namespace: NAMESPACE, typePrefix: 'ns2' };
const xml = contractWsdl(sample, { namespace: NAMESPACE, style: 'named', url: 'http://127.0.0.1/service' });
type Reader = {
  xmlToObject(text: string): { Body: Record<string, Record<string, unknown>> };
  onReady(done: (error: Error | null) => void): void;
};
let nodeSoap: Reader;

beforeAll(async () => {
  const options = { preserveWhitespace: true, handleNilAsNull: true };
  nodeSoap = new (WSDL as unknown as new (...parts: unknown[]) => Reader)(xml, 'memory', options);
  await new Promise<void>((resolve, reject) => nodeSoap.onReady((error) => (error ? reject(error) : resolve())));
});

/** Takes away what two readers may differ in without differing in meaning. */
function meaning(type: Type, value: unknown): unknown {
  if (value === undefined || value === null) return type.kind === 'list' ? [] : undefined;
  switch (type.kind) {
    case 'list': {
      const inside =
        type.item === undefined
          ? value
          : Array.isArray(value)
            ? value
            : ((value as Record<string, unknown>)[type.item] ?? []);
      return [inside].flat().map((item) => meaning(type.of, item));
    }
    case 'struct':
      return unlessEmpty(members(type.fields, value as Record<string, unknown>));
    case 'variant':
      // node-soap forgets the type of an element without children, so only the fields are compared.
      return unlessEmpty(
        Object.assign(
          {},
          ...Object.values(type.cases).map(({ fields }) => members(fields, value as Record<string, unknown>)),
        ),
      );
    default:
      return leaf(type, value);
  }
}

/** node-soap reads an element without anything inside as nothing. */
function unlessEmpty(value: Record<string, unknown>): Record<string, unknown> | undefined {
  const empty = Object.values(value).every((one) => one === undefined || (Array.isArray(one) && one.length === 0));
  return empty ? undefined : value;
}

/** node-soap drops blanks around texts and reads every number as a float. */
function leaf(type: Type, value: unknown): string {
  const text = String(value).trim();
  return type.kind === 'scalar' && type.graphql !== 'String' ? String(Number.parseFloat(text) || text) : text;
}

function members(
  fields: Readonly<Record<string, { type: Type; wire?: string | undefined }>>,
  value: Record<string, unknown>,
) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type, wire }]) => [name, meaning(type, value[wire ?? name] ?? value[name])]),
  );
}

const envelope = (body: string) =>
  `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;

/** Milliseconds of the quickest of several runs, which other work on the machine disturbs least. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: 15 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}

describe('node-soap as the oracle', () => {
  const row = sample.operations.find;

  it('reads the same answers out of the same documents', () => {
    fc.assert(
      fc.property(anyValue(row.output), (value) => {
        const document = envelope(encodeResult('find', row, value, style));
        const answer = decodeAnswer(document, 'find', row, context);
        const ours = 'value' in answer ? answer.value : null;
        const theirs = nodeSoap.xmlToObject(document).Body.findResponse?.return;
        const empty = (value as unknown[]).length === 0;
        expect(meaning(row.output, empty ? null : theirs)).toEqual(meaning(row.output, ours));
      }),
      { numRuns: 150 },
    );
  });

  it('is several times slower than the decoder that stands in for it', { retry: 3 }, () => {
    const one = { id: '90071992547409', label: 'A widget & more', tint: 'RED', works: true, tags: ['a', 'b'] };
    const widgets = Array.from({ length: 300 }, () => ({ ...one, parts: [{ name: 'part', size: 7 }], weight: 1.5 }));
    const document = envelope(encodeResult('find', row, widgets, style));
    const ours = fastest(() => decodeAnswer(document, 'find', row, context));
    const theirs = fastest(() => nodeSoap.xmlToObject(document));
    expect(theirs / ours).toBeGreaterThan(1.5);
  });

  it('reads the same arguments out of our requests as the simulator does', () => {
    const echo = sample.operations.make;
    fc.assert(
      fc.property(anyFields(echo.input), (input) => {
        const parts = { namespace: NAMESPACE, style: 'named', operation: 'make', header: '', context } as const;
        const document = encodeEnvelope({ ...parts, fields: echo.input, input });
        const read = understandRequest(
          parseXml(document),
          sample,
          { namespace: NAMESPACE, style: 'named' },
          { path: '/', headers: {} },
        );
        expect(read.input).toEqual(input);
        const theirs = nodeSoap.xmlToObject(document).Body.make ?? {};
        expect(members(echo.input, theirs)).toEqual(members(echo.input, input));
      }),
      { numRuns: 100 },
    );
  });
});

describe('node-soap as a client of the simulated service', () => {
  let simulator: RunningSoapSimulator;
  const seen: unknown[] = [];

  beforeAll(async () => {
    simulator = await startSoapSimulator(
      {
        contract: sample,
        namespace: NAMESPACE,
        style: 'named',
        path: '/service',
        strictOrder: true,
        answer: (operation, input) => {
          seen.push([operation, input]);
          return operation === 'find' ? [{ id: '7', label: 'seven', parts: [{ name: 'p', size: 1 }] }] : 3;
        },
      },
      { port: 0 },
    );
  });
  afterAll(() => simulator.close());

  it('finds the operations in the WSDL and calls them', async () => {
    const client = await createClientAsync(`${simulator.origin}/service?wsdl`, { disableCache: true });
    const [found] = await client.findAsync({ pattern: '0<&>', most: 2, tint: 'RED' });
    expect(found).toEqual({ return: [{ id: 7, label: 'seven', parts: [{ name: 'p', size: 1 }] }] });
    const [counted] = await client.countAsync({ of: 'x' });
    expect(counted).toEqual({ total: 3 });
    expect(seen).toEqual([
      ['find', { pattern: '0<&>', most: 2, tint: 'RED' }],
      ['count', { of: 'x' }],
    ]);
  });

  it.each([
    ['elements out of order', '<most>1</most><pattern>a</pattern>'],
    ['elements in a namespace', '<n:pattern xmlns:n="urn:n">a</n:pattern>'],
    ['elements in the default namespace', `<pattern xmlns="${NAMESPACE}">a</pattern>`],
  ])('refuses %s with a fault', async (_name, inside) => {
    const response = await post(`<n:find xmlns:n="${NAMESPACE}">${inside}</n:find>`);
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/<env:Fault>.*unexpected element/s);
  });

  it('passes over elements it does not know, and refuses operations it does not know', async () => {
    const known = await post(`<n:find xmlns:n="${NAMESPACE}"><news>1</news><pattern>a</pattern></n:find>`);
    expect(await known.text()).toMatch(/^<env:Envelope [^>]*><env:Header\/><env:Body><ns2:findResponse xmlns:ns2=/);
    expect(await (await post(`<n:lose xmlns:n="${NAMESPACE}"/>`)).text()).toContain('Cannot find dispatch method');
    expect(await (await post('<n:find xmlns:n="urn:other"/>')).text()).toContain('Cannot find dispatch method');
    expect((await fetch(`${simulator.origin}/elsewhere`, { method: 'POST' })).status).toBe(404);
  });

  function post(body: string): Promise<Response> {
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
    return fetch(`${simulator.origin}/service`, { method: 'POST', headers, body: envelope(body) });
  }
});
