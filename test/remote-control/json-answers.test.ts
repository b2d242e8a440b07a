/** Answers in JSON as vendors of this kind may write them, and what both formats have in common. */
import { describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { readAnswer } from '../../src/adapters/remote-control/client/answer.ts';
import { answerType } from '../../src/adapters/remote-control/client/answer-type.ts';
import { readJsonAnswer } from '../../src/adapters/remote-control/client/json.ts';
import { remoteControlContract } from '../../src/adapters/remote-control/contract/index.ts';

const { operations } = remoteControlContract;
type Name = keyof typeof operations;
const row = (name: Name) => operations[name] as Operation;
const context = { timeZone: 'UTC' };

/** What an answer of the operation has as its data, and the differences from the contract that are counted. */
function read(name: Name, Data: unknown) {
  const drift = new Drift();
  const answer = readJsonAnswer(JSON.stringify({ Success: true, Data }), answerType(row(name)), { ...context, drift });
  const counts = Object.entries(drift.counts).filter(([, count]) => count > 0);
  return { data: answer?.Data, drift: Object.fromEntries(counts) };
}
const NONE = {};
const ann = { FullName: 'Ann Bee', ID: 7 };

describe('a list in JSON', () => {
  it.each([
    [[ann, ann]],
    [{ Users: [ann, ann] }],
    [{ Count: 2, Users: [ann, ann] }],
    [{ Users: { 1: ann, 2: ann } }],
    [{ a: ann, b: ann }],
    [[ann, null, 5, 'x', [ann], {}, { New: 1 }, ann]],
    [[{ fullName: 'Ann Bee', id: 7 }, ann]],
    [[{ FullName: 'Ann Bee', ID: '7' }, ann]],
  ])('%j has the items of the guide', (data) => {
    expect(read('users', data)).toEqual({ data: [ann, ann], drift: NONE });
  });

  it('of one item may be the item', () => {
    expect(read('users', ann)).toEqual({ data: [ann], drift: NONE });
    expect(read('users', { id: 7 }).data).toEqual([{ FullName: null, ID: 7 }]);
  });

  it.each([null, undefined, [], {}, { Users: [] }, { Users: null }, '', 'x', 5, true])('of %j is empty', (data) => {
    expect(read('users', data).data).toEqual([]);
  });

  it('has what the guide lacks counted', () => {
    expect(read('users', [{ ...ann, New: 1 }])).toEqual({ data: [ann], drift: { UNKNOWN_FIELD: 1 } });
  });
});

describe('one entity in JSON', () => {
  it('has null for what is missing, empty or null', () => {
    const { data, drift } = read('dial', {
      CallId: 1000,
      CallState: '',
      CallStatus: ' ',
      CustomerName: '',
      PhoneNumber: null,
    });
    expect([data, drift]).toEqual([
      {
        ...{ CallId: 1000, CallStartTime: null, CallState: null, CallStatus: null },
        ...{ CustomerName: '', CustomerName2: null, PhoneNumber: null, RecordingState: null },
      },
      NONE,
    ]);
  });

  it('has null for values that cannot be read, which are counted', () => {
    const { data, drift } = read('dial', { CallId: 'x', CallState: {}, CallStatus: 1.5, CallStartTime: 'yesterday' });
    expect(data).toMatchObject({ CallId: null, CallState: null, CallStatus: null, CallStartTime: null });
    expect(drift).toEqual({ UNREADABLE_VALUE: 4 });
  });

  it('has texts as they are, also where the vendor writes something else', () => {
    const { data } = read('dial', { PhoneNumber: 123, CustomerName: { a: 1 }, CustomerName2: ' ' });
    expect(data).toMatchObject({ PhoneNumber: '123', CustomerName: '{"a":1}', CustomerName2: ' ' });
  });

  it.each([null, [], 'x', 5])('of %j is null', (data) => {
    expect(read('dial', data).data).toBeNull();
  });
});

// Guide l. 55 to 117: members that are an array or an object, whose shape is not defined.
it.each([
  [{ A: [1, { b: null }] }, '{"A":[1,{"b":null}]}'],
  [[], '[]'],
  [[1], '[1]'],
  ['x', '"x"'],
  [5, '5'],
  [false, 'false'],
  ['', null],
  [null, null],
])('a member of a shape that the guide does not define, %j, is JSON text: %s', (Leads, text) => {
  const { data, drift } = read('campaigns', [{ CampaignID: 5, Leads }]);
  expect([data, drift]).toMatchObject([[{ CampaignID: 5, Leads: text }], NONE]);
});

describe('an envelope in JSON', () => {
  it.each(['', '{', 'x', '[1', '{"Success":true,}'])('%s is no JSON', (text) => {
    const refused = expect.objectContaining({ code: 'BAD_RESPONSE', message: "The vendor's answer is not JSON" });
    expect(() => readJsonAnswer(text, answerType(row('users')), context)).toThrow(refused);
  });

  it.each(['[]', '5', 'null', '"x"'])('%s is none', (text) => {
    expect(readJsonAnswer(text, answerType(row('users')), context)).toBeNull();
  });

  it('has an empty list and null where members are missing', () => {
    expect(readJsonAnswer('{}', answerType(row('users')), context)).toEqual({
      ...{ Success: null, Data: [], ResponseCode: null, ResponseDetail: null },
    });
  });
});

// Guide l. 9: all methods return a CallActionResponse.
describe('an answer in either format', () => {
  const json = (members: object) => JSON.stringify(members);
  const xml = (members: object) =>
    `<R>${Object.entries(members)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')}</R>`;

  it.each([
    ['true', true],
    [' True\n', true],
    ['FALSE', false],
  ])('with the success %j is %s', async (Success, success) => {
    for (const text of [json({ Success }), xml({ Success })])
      expect(await readAnswer(text, row('users'), context)).toEqual({ success, data: [], code: null, detail: '' });
  });

  it.each(['yes', '', '1', 'true!'])('with the success "%s" is none', async (Success) => {
    for (const text of [json({ Success }), xml({ Success }), json({}), xml({})])
      await expect(readAnswer(text, row('users'), context)).rejects.toMatchObject({
        ...{ code: 'BAD_RESPONSE', message: "The vendor's answer does not say whether it succeeded" },
      });
  });

  it('has the number and the text of a refusal', async () => {
    const members = { Success: false, ResponseCode: ' 12 ', ResponseDetail: ' Busy ' };
    for (const text of [json(members), xml(members), `\n ${json(members)}`, `\n${xml(members)}`])
      expect(await readAnswer(text, row('users'), context)).toMatchObject({ code: '12', detail: ' Busy ' });
    expect(await readAnswer(json({ ...members, ResponseCode: 0 }), row('users'), context)).toMatchObject({ code: '0' });
    expect(await readAnswer(json({ ...members, ResponseCode: ' ' }), row('users'), context)).toMatchObject({
      code: null,
    });
  });

  it('has no entity where it has none of its members', async () => {
    const dataOf = async (Data: unknown) =>
      (await readAnswer(json({ Success: true, Data }), row('dial'), context)).data;
    expect(await dataOf({ CallId: 0 })).toMatchObject({ CallId: 0 });
    expect([await dataOf({}), await dataOf(null), await dataOf({ CallId: null, New: 1 })]).toEqual([null, null, null]);
  });

  it('has no data where the guide documents none', async () => {
    for (const Data of ['done', { CallId: 1 }, [1]])
      expect((await readAnswer(json({ Success: true, Data }), row('goready'), context)).data).toBeNull();
    expect((await readAnswer(xml({ Success: true, Data: 'done' }), row('goready'), context)).data).toBeNull();
  });
});

describe('the type of an answer', () => {
  it('is the CallActionResponse around the output of the operation, and is made once', () => {
    const operation = { ...row('users') };
    const { envelope, output, entity } = answerType(operation);
    expect([envelope.name, Object.keys(envelope.fields)]).toEqual([
      'CallActionResponse',
      ['Success', 'Data', 'ResponseCode', 'ResponseDetail'],
    ]);
    expect([output?.kind, entity?.name]).toEqual(['list', 'AgentNameIDPair']);
    expect(answerType(operation).envelope).toBe(envelope);
  });

  it('has an entity where the output is one or a list of them', () => {
    expect([answerType(row('dial')).entity?.name, answerType(row('goready')).entity]).toEqual(['Call', undefined]);
  });
});
