import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fault, list, optional, string } from '../../src/adapters/contract.ts';
import { faultError } from '../../src/adapters/soap/fault.ts';
import { basicAuth, usernameToken } from '../../src/adapters/soap/security.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import { decodeXml } from '../../src/adapters/xml/decode.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';
import type { FaultInjector } from '../../src/simulators/simulator.ts';
import {
  RefusedLogin,
  type RunningSoapSimulator,
  SimulatedFault,
  startSoapSimulator,
} from '../../src/simulators/soap.ts';
import { NOT_SERVED, TRANSPORT_FAULTS } from '../helpers/transport-faults.ts';
import { NAMESPACE, sample } from './sample.ts';

let simulator: RunningSoapSimulator;
let answer: (operation: string, input: Readonly<Record<string, unknown>>) => unknown = () => null;

const parts = { contract: sample, namespace: NAMESPACE, path: '/service' } as const;

function client(more: object = {}, origin = simulator.origin) {
  const options = { contract: sample, url: `${origin}/service`, namespace: NAMESPACE, style: 'named' as const };
  return soapClient({ ...options, account: 'acme', vendor: 'FIVE9_CONFIG', deadline: 2000, ...more });
}

beforeAll(async () => {
  simulator = await startSoapSimulator(
    { ...parts, style: 'named', frontEnd: true, answer: (operation, input) => answer(operation, input) },
    { port: 0 },
  );
});
afterEach(() => {
  simulator.trouble(null);
  answer = () => null;
});
afterAll(() => simulator.close());

const FULL = {
  id: '9007199254740993',
  label: '  +15550000003 <&>"\'\r\n\t😀 ]]> ',
  tint: 'light blue' as const,
  works: false,
  weight: 1.5,
  picture: 'UklGRg==',
  parts: [
    { name: '00123', size: 0 },
    { name: '1e5', size: null },
  ],
  tags: ['', ' a ', '0x10'],
  grid: [{ cells: ['a', 'b'] }, { cells: [] }],
  form: { _type: 'angular' as const, corners: [1, 2] },
  Alias: 'odd',
  open: { known: null, _other: [{ name: 'extra', value: 'a<b' }] },
};

describe('a SOAP client and a simulated service', () => {
  it('carries every kind of value there and back unchanged', async () => {
    answer = (_name, input) => input.widget;
    expect(await client().send('echo', { widget: FULL })).toEqual(FULL);
  });

  it('numbers the arguments where the service wants arg1 to argN', async () => {
    let got: unknown;
    const numbered = await startSoapSimulator(
      {
        ...parts,
        style: 'numbered',
        answer: (_name, input) => {
          got = input;
          return [FULL];
        },
      },
      { port: 0 },
    );
    const found = await client({ style: 'numbered' }, numbered.origin).send('find', {
      pattern: null,
      most: 3,
      tint: '3D',
    });
    await numbered.close();
    expect(got).toEqual({ pattern: null, most: 3, tint: '3D' });
    expect(found).toEqual([FULL]);
  });

  it('reads no match, one and many as lists (X2)', async () => {
    answer = () => [];
    expect(await client().send('find', {})).toEqual([]);
    expect(await client().send('names', {})).toEqual([]);
    answer = () => ['one'];
    expect(await client().send('names', {})).toEqual(['one']);
    answer = () => ['one', 'two'];
    expect(await client().send('names', {})).toEqual(['one', 'two']);
  });

  it('answers null where a single value is absent and where the vendor only acknowledges', async () => {
    expect(await client().send('echo', {})).toBeNull();
    expect(await client().send('make', { name: 'x' })).toBeNull();
  });

  it('keeps a variant without fields', async () => {
    answer = () => ({ _type: 'nothingElse' });
    expect(await client().send('shape', {})).toEqual({ _type: 'nothingElse' });
  });

  it('keeps the places of texts among which one is nil', () => {
    const nil = '<item xsi:nil="true"/>';
    const text = `<a xmlns:xsi="urn:x"><item>one</item>${nil}<item>three</item></a>`;
    expect(decodeXml(list(string, 'item'), text, { timeZone: 'UTC' })).toEqual(['one', '', 'three']);
  });

  it('unpacks a long answer', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `name ${index}`);
    answer = () => many;
    expect(await client().send('names', {})).toEqual(many);
  });

  it('sends back the cookies that were set last, few of them, and none that was taken back', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `c${index}=${index}`);
    const sets = [['clientId=1; Path=/', 'route=a'], 'clientId=2', 'route=; Max-Age=0', 'clientId=; max-age=-1', many];
    const came: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      came.push(request.headers.cookie);
      response.writeHead(200, { 'content-type': 'text/xml', 'set-cookie': sets[came.length - 1] ?? 'c0=new' });
      response.end('<e:Envelope xmlns:e="urn:e"><e:Body><namesResponse/></e:Body></e:Envelope>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const one = client({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (let asked = 0; asked < 7; asked += 1) await one.send('names', {});
    server.close();
    expect(came.slice(0, 5)).toEqual([
      undefined,
      'clientId=1; route=a',
      'clientId=2; route=a',
      'clientId=2',
      undefined,
    ]);
    expect(came[5]?.split('; ')).toEqual(many.slice(0, 20));
    expect(came[6]?.split('; ')).toEqual(['c0=new', ...many.slice(1, 20)]);
  });

  it.each([200, 500] as const)('turns a declared fault with HTTP %i into its code, name and fields', async (status) => {
    answer = () => {
      throw new SimulatedFault('NotFoundFault', 'Sample "x" doesn\'t exist.', { name: 'x', id: null }, status);
    };
    await expect(client().send('find', {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Sample "x" doesn\'t exist.',
      vendorCode: 'NotFoundFault',
      details: { name: 'x' },
      account: 'acme',
      vendor: 'FIVE9_CONFIG',
      operation: 'find',
    });
  });

  it('knows a fault by the name that ends in Exception, too, and shows none of its secrets', async () => {
    const faults = [fault('PinFault', 'FAILED_PRECONDITION', 'No.', { pin: optional(string, 'x', { secret: true }) })];
    const row = { ...sample.operations.find, faults };
    const detail = parseXml('<PinException><pin>1234</pin></PinException>');
    const around = { row, index: new Map(), context: { timeZone: 'UTC' }, faultName: undefined, secrets: [] };
    const error = faultError({ code: 'Server', message: 'no', detail }, around);
    expect(error).toMatchObject({ code: 'FAILED_PRECONDITION', vendorCode: 'PinFault', details: {} });
    expect(JSON.stringify(error)).not.toContain('1234');
  });

  it('knows a fault that only another operation declares', async () => {
    answer = () => {
      throw new SimulatedFault('OtherFault', 'no');
    };
    await expect(client().send('find', {})).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      vendorCode: 'OtherFault',
    });
  });

  it('calls an undeclared fault a bad response under the fault code', async () => {
    answer = () => {
      throw new SimulatedFault('', 'Something at https://user:pw@host/x went wrong');
    };
    const failure = client().send('find', {});
    await expect(failure).rejects.toMatchObject({ code: 'BAD_RESPONSE', vendorCode: 'Server' });
    await expect(failure).rejects.not.toThrow(/pw@host/);
  });

  it('never echoes a secret argument in a fault', async () => {
    answer = (_name, input) => {
      throw new SimulatedFault('NotFoundFault', `no ${input.secret}`, { name: `${input.secret}` });
    };
    const thrown = await client()
      .send('make', { name: 'x', secret: 'hunter22' })
      .catch((error: unknown) => error);
    expect(JSON.stringify([thrown, (thrown as Error).message])).not.toContain('hunter22');
  });

  it('gives the simulator Basic and WS-Security credentials, and reads a refused login', async () => {
    const seen: unknown[] = [];
    const guarded = await startSoapSimulator(
      {
        ...parts,
        style: 'named',
        authorize: ({ userName, password }) => {
          seen.push([userName, password]);
          if (password !== 'p:ä&<') throw new RefusedLogin();
        },
        answer: () => 3,
      },
      { port: 0 },
    );
    expect(await client({ security: basicAuth('jo', 'p:ä&<') }, guarded.origin).send('count', {})).toBe(3);
    expect(await client({ security: usernameToken('jo', 'p:ä&<') }, guarded.origin).send('count', {})).toBe(3);
    const refused = client({ security: basicAuth('jo', 'wrong') }, guarded.origin).send('make', { name: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'PERMISSION_DENIED', retryable: false });
    await guarded.close();
    expect(seen).toEqual([
      ['jo', 'p:ä&<'],
      ['jo', 'p:ä&<'],
      ['jo', 'wrong'],
    ]);
  });

  it("adds the vendor's waiting time to the deadline", async () => {
    const until = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds, true));
    answer = () => until(400);
    expect(await client({ deadline: 150 }).send('wait', { seconds: 2 })).toBe(true);
    expect(await client().send('wait', { seconds: 2_147_483_647 })).toBe(true);
    await expect(client({ deadline: 150 }).send('wait', {})).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('checks input before anything is sent', async () => {
    const before = simulator.received.get('make') ?? 0;
    const send = (input: object) => client().send('make', input as { name: string });
    await expect(send({})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['name'] });
    await expect(send({ name: 'a\u0000' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['name'] });
    await expect(send({ name: 'a', $xml: '<x/>' })).rejects.toMatchObject({ argumentPath: ['$xml'] });
    await expect(send({ name: 'a', parts: [{ name: 'b', '<c>': 1 }] })).rejects.toMatchObject({
      argumentPath: ['parts', 0, '<c>'],
    });
    await expect(send({ name: 'a', parts: [{ name: 'b', size: 1001 }] })).rejects.toMatchObject({
      argumentPath: ['parts', 0, 'size'],
    });
    expect(simulator.received.get('make') ?? 0).toBe(before);
  });

  const TROUBLES: (readonly [FaultInjector['kind'], read: string, act: string])[] = [
    ...TRANSPORT_FAULTS,
    NOT_SERVED,
    ['fault-200', 'NOT_FOUND', 'NOT_FOUND'],
    ['fault-500', 'NOT_FOUND', 'NOT_FOUND'],
  ];

  it.each(TROUBLES)(
    'reports a service that is "%s" as %s for a read and %s for an act (F3)',
    async (kind, read, act) => {
      simulator.trouble({ kind });
      const before = simulator.received.get('make') ?? 0;
      const shortDeadline = client({ deadline: 250 });
      await expect(shortDeadline.send('find', {})).rejects.toMatchObject({ code: read });
      await expect(shortDeadline.send('make', { name: 'x' })).rejects.toMatchObject({ code: act });
      expect(simulator.received.get('make')).toBe(before + 1);
    },
  );

  it('injects faults only for the given operation and number of calls', async () => {
    simulator.trouble({ kind: 'unavailable', operation: 'names', times: 1 });
    answer = (name) => (name === 'names' ? ['a'] : []);
    expect(await client().send('find', {})).toEqual([]);
    await expect(client().send('names', {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await client().send('names', {})).toEqual(['a']);
  });
});
