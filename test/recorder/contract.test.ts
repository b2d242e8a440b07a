import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { enterChain } from '../../src/adapters/calls/chain.ts';
import type { Operation, Type } from '../../src/adapters/contract.ts';
import type { Input } from '../../src/adapters/recorder/client/request.ts';
import { FAULTS, RESULT_LABELS, SUCCESS } from '../../src/adapters/recorder/contract/faults.ts';
import { recorderContract } from '../../src/adapters/recorder/contract/index.ts';
import { checkRequirements, requirements } from '../../src/adapters/recorder/contract/requirements.ts';
import { readTime, unixTime } from '../../src/adapters/recorder/contract/times.ts';

const list = new URL('../fixtures/vendors/operations.json', import.meta.url);
const operations = recorderContract.operations;

/** Validates a request as the client does before it sends anything. */
function checkRequest(name: string, row: Operation, input: Input): void {
  enterChain({ name, row, input, ask: {}, check: () => checkRequirements(name, input) });
}

describe('the contract beside the list of documented operations', () => {
  const documented = JSON.parse(readFileSync(list, 'utf8'));

  it('has every function in its chapter and no other', () => {
    const ours = Object.entries(recorderContract.chapters).map(([chapter, rows]) => [
      chapter,
      Object.entries<Operation>(rows).flatMap(([name, { documentedAs }]) => documentedAs ?? [name]),
    ]);
    expect(Object.fromEntries(ours)).toEqual(documented.recorder);
  });

  it('has every type of event', () => {
    const types = Object.values(documented['recorder-events'] as Record<string, string[]>).flat();
    expect(Object.keys(recorderContract.events ?? {}).toSorted()).toEqual(types.toSorted());
  });
});

it('has every result code of the table, each a success or a fault', () => {
  const lines = readFileSync(new URL('../fixtures/recorder/result-labels.txt', import.meta.url), 'utf8').trim();
  const table: Record<string, string> = Object.fromEntries(lines.split('\n').map((line) => line.split(' ')));
  expect(RESULT_LABELS).toEqual(table);
  for (const label of Object.values(table)) expect(FAULTS.has(label) !== SUCCESS.has(label), label).toBe(true);
});

it.each([
  ['CALLUPDATE', 'USER1', 20],
  ['CALLUPDATE', 'USER3', 20],
  ['CALLUPDATE', 'USER4', 255],
  ['CALLUPDATE', 'USER8', 255],
  ['CALLUPDATE', 'USER9', 50],
  ['CALLUPDATE', 'USER15', 50],
  ['CALLSTART', 'DEVICEID', 64],
  ['CALLSTART', 'DEVICEALIAS', 15],
  ['CALLSTART', 'ANI', 20],
  ['CALLSTART', 'DNIS', 20],
  ['CALLSTART', 'GROUP', 20],
  ['CALLSTART', 'GATE', 20],
  ['CALLSTART', 'CALLID', 16],
  ['CALLSTART', 'STATIONNAME', 50],
  ['CALLSTART', 'SYS_USER', 30],
  ['CALLLIST', 'CRM_USER', 30],
  ['DEVICESTATUS', 'CALLID', 30],
  ['BLACKOUTSTART', 'SYS_USER', 255],
  ['BLACKOUTSTART', 'CRM_USER', 50],
  ['BLACKOUTSTART', 'DEVICEALIAS', 100],
  ['CHATSTART', 'SESSIONID', 255],
  ['IMPORTUSER', 'FIRSTNAME', 20],
  ['IMPORTUSER', 'LASTNAME', 30],
  ['IMPORTUSER', 'DOMAIN', 30],
  ['IMPORTUSER', 'EMPLOYEEID', 20],
  ['IMPORTAGENTPHONE', 'PHONEID', 10],
  ['IMPORTWORKSTATION', 'DEVICEID', 15],
  ['ADDGROUP', 'GROUPNAME', 255],
] as const)(
  'refuses a longer %s.%s than %i characters, naming the limit, and takes one that long (X6)',
  (name, field, limit) => {
    const row = operations[name];
    const others: Record<string, Record<string, unknown>> = {
      IMPORTUSER: { ACTION: 'LIST' },
      IMPORTAGENTPHONE: { ACTION: 'ADD', PHONEID: '1', AGENTID: 1 },
      IMPORTWORKSTATION: { DEVICEID: '1', STATIONNAME: 'S', LOCATIONID: 1 },
      CHATSTART: { AGENTID: 1, SESSIONID: 's' },
      CALLLIST: {},
      ADDGROUP: {},
      DEVICESTATUS: {},
      BLACKOUTSTART: {},
    };
    const input = (value: string) => ({ ...(others[name] ?? { DEVICEID: '1' }), [field]: value });
    const attempt = (value: string) => () => checkRequest(name, row, input(value));
    expect(attempt('x'.repeat(limit + 1))).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        argumentPath: [field],
        message: expect.stringContaining(String(limit)),
      }),
    );
    expect(attempt('😀'.repeat(limit))).not.toThrow();
  },
);

it.each([
  ['CALLSTART', {}],
  ['CALLSTART', { ANI: '1', CALLINSTANCE: '2' }],
  ['CALLUPDATE', { USER1: 'x' }],
  ['RECORDSTOP', { DEVICEID: '' }],
  ['BLACKOUTSTART', {}],
  ['BLACKOUTSTART', { DEVICEID: '1', SYS_USER: 'x' }],
  ['AGENTBLACKOUTSTOP', { DEVICEALIAS: '1', CRM_USER: 'x' }],
  ['CHATSTART', { SESSIONID: 's', KEYNAME: 'USERNAME' }],
  ['IMPORTAGENTPHONE', { ACTION: 'ADD', PHONEID: '1', FIRSTNAME: 'Ann' }],
  ['MODIFYGROUPPERMISSION', { ACTION: 'ADD', GROUPNAME: 'g', PHONEID: '1' }],
  ['MODIFYROLEPERMISSION', { ACTION: 'ADD', PERMISSIONNAME: 'FORECASTTREND' }],
  ['MODIFYUSERROLE', { ACTION: 'ADD', ROLENAME: 'r', FIRSTNAME: 'Ann' }],
  ['AGENTWINDOW', {}],
  ['EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'CAV', ENCRYPT: true }],
  ['EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'OGG' }],
  ['CALLUPDATE', { DEVICEID: '1', RECORDID: '1e5' }],
  ['CALLUPDATE', { DEVICEID: '1', PRIORITY: 1 }],
  ['CALLSTART', { DEVICEID: '1', PRIORITY: 101 }],
] as const)('refuses %s with %o before anything is sent', (name, input) => {
  expect(() => checkRequest(name, operations[name], input)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

it.each([
  ['MODIFYGROUPPERMISSION', { ACTION: 'ADD', GROUPNAME: 'g', AGENTID: 1 }],
  ['IMPORTUSER', { ACTION: 'ADD', USERNAME: 'ann' }],
  ['DEVICESTATUS', {}],
  ['DEVICERECORDINGSTATUS', {}],
  ['CALLSTOP', { DEVICEID: '1', CALLINSTANCE: 'x'.repeat(65) }],
  ['CALLUPDATE', { DEVICEID: '1', KEEPDAYS: -1 }],
  ['IMPORTUSER', { ACTION: 'ADD', FIRSTNAME: 'Ann', LASTNAME: 'Lee', SITEID: 'x'.repeat(21) }],
] as const)('leaves to the vendor what the guide does not settle: %s with %o', (name, input) => {
  expect(() => checkRequest(name, operations[name], input)).not.toThrow();
});

it('gives no two types one name, and every operation and field a description', () => {
  const named = new Map<string, Type>();
  const visit = (type: Type | undefined): void => {
    if (type?.kind === 'list') visit(type.of);
    if (type?.kind !== 'struct' && type?.kind !== 'enum') return;
    expect(named.get(type.name) ?? type, type.name).toBe(type);
    named.set(type.name, type);
    if (type.kind === 'struct') for (const field of Object.values(type.fields)) visit(field.type);
  };
  for (const row of Object.values<Operation>(operations)) {
    visit(row.output);
    expect(row.description).not.toBe('');
    for (const field of Object.values(row.input)) {
      visit(field.type);
      expect(field.description).toMatch(/\.$/);
    }
  }
  expect(named.size).toBeGreaterThan(40);
});

it('bounds every text and number that may be sent', () => {
  for (const [name, row] of Object.entries<Operation>(operations))
    for (const [field, { type, maxLength, maximum }] of Object.entries(row.input))
      if (type.kind === 'scalar' && ['String', 'Int'].includes(type.graphql))
        expect(maxLength ?? maximum, `${name}.${field}`).toBeGreaterThan(0);
});

it('names only parameters that exist in its rules', () => {
  for (const [name, rules] of Object.entries(requirements)) {
    const input = (operations as Record<string, { input: object }>)[name]?.input ?? {};
    for (const parameter of rules.flatMap(({ anyOf, when }) => [...anyOf.flat(), ...(when ? [when.parameter] : [])]))
      expect(input, `${name}.${parameter}`).toHaveProperty(parameter);
  }
});

const newYork = { timeZone: 'America/New_York' };

it.each([
  ['2/1/2011 11:49:32 AM', '2011-02-01T11:49:32-05:00'],
  ['7/13/2012 12:30:43 PM', '2012-07-13T12:30:43-04:00'],
  ['7/13/2012 12:05:00 AM', '2012-07-13T00:05:00-04:00'],
  ['10/30/2006 4:05:38 PM -05:00', '2006-10-30T16:05:38-05:00'],
  ['10/30/2006 4:05:38 PM-05:00', '2006-10-30T16:05:38-05:00'],
  ['10/30/2006 4:05:38 PM +00:00', '2006-10-30T16:05:38Z'],
  ['Feb  2 2011  4:53PM', '2011-02-02T16:53:00-05:00'],
  ['11/1/2026 1:30:00 AM', '2026-11-01T01:30:00-04:00'],
])('reads the time %s', (text, expected) => {
  expect(Date.parse(readTime(text, newYork))).toBe(Date.parse(expected));
  expect(readTime(text, newYork)).toMatch(/(Z|[+-]\d\d:\d\d)$/);
});

it.each(['', 'yesterday', '13/1/2011 1:00:00 PM', '2/30/2011 1:00:00 PM', '2/1/2011 25:00:00'])(
  'refuses %s as a time',
  (text) => {
    expect(() => readTime(text, newYork)).toThrow();
  },
);

it('counts UNIX times in whole seconds both ways', () => {
  expect(unixTime.decode('1312921123', newYork)).toBe('2011-08-09T20:18:43Z');
  expect(unixTime.encode('2011-08-09T16:18:43.900-04:00', newYork)).toBe('1312921123');
});
