/** Answers in XML as vendors of this kind may write them: the same values in other forms. */
import { describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { answerType } from '../../src/adapters/remote-control/client/answer-type.ts';
import { readXmlAnswer } from '../../src/adapters/remote-control/client/xml.ts';
import { remoteControlContract } from '../../src/adapters/remote-control/contract/index.ts';

const { operations } = remoteControlContract;
type Name = keyof typeof operations;

const flag = '<Success>true</Success>';

async function readOnce(name: Name, text: string) {
  const drift = new Drift();
  const answer = await readXmlAnswer(text, answerType(operations[name] as Operation), { timeZone: 'UTC', drift });
  const counts = Object.entries(drift.counts).filter(([, count]) => count > 0);
  return { data: answer?.Data, success: answer?.Success, drift: Object.fromEntries(counts) };
}

/** What an answer of the operation has as its data, and the differences from the contract that are counted. */
async function read(name: Name, data: string) {
  const answer = await readOnce(name, `<R>${data}${flag}</R>`);
  expect(answer, 'whether its success flag is before or after it').toEqual(
    await readOnce(name, `<R>${flag}${data}</R>`),
  );
  expect(answer.success).toBe('true');
  return answer;
}
const NONE = {};
/** The text several times, since the reader learns elements that repeat. */
const times = (count: number, text: string) => text.repeat(count);
const ann = { FullName: 'Ann Bee', ID: 7 };
const anns = (count: number) => Array.from({ length: count }, () => ann);

const ITEM = '<AgentNameIDPair><FullName>Ann Bee</FullName><ID>7</ID></AgentNameIDPair>';
const SMALL = '<user><fullName>Ann Bee</fullName><id>7</id></user>';
const NIL = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"';

// Guide l. 31 "an array", l. 230 "an object containing all", l. 10 "data" and l. 13 Data.
describe('a list in XML', () => {
  it.each([1, 2, 6, 12])('of %i items is read in each form', async (count) => {
    const forms = [
      `<Data>${times(count, ITEM)}</Data>`,
      `<data>${times(count, ITEM)}</data>`,
      `<Data>${times(count, SMALL)}</Data>`,
      `<Data><Users>${times(count, ITEM)}</Users></Data>`,
      `<Data><users>${times(count, SMALL)}</users></Data>`,
      `<Data>\n  ${times(count, `${ITEM.replaceAll('><', '>\n    <')}\n  `)}</Data>`,
      `<x:Data xmlns:x="urn:x">${times(count, '<x:U><x:FullName>Ann Bee</x:FullName><x:ID>7</x:ID></x:U>')}</x:Data>`,
      `<Data>${times(count, '<U a="1"><FullName b="2">Ann Bee</FullName><ID>7</ID></U>')}</Data>`,
    ];
    for (const form of forms)
      expect([form, await read('users', form)]).toMatchObject([form, { data: anns(count), drift: NONE }]);
  });

  it('without items is empty', async () => {
    for (const form of ['<Data/>', '<Data></Data>', `<Data ${NIL}/>`, '<Data><Users/></Data>', '', '<Data> </Data>'])
      expect([form, (await read('users', form)).data]).toEqual([form, []]);
  });

  it('of one item may be without an element around it', async () => {
    for (const form of [
      '<Data><FullName>Ann Bee</FullName><ID>7</ID></Data>',
      '<data><fullname>Ann Bee</fullname><id>7</id></data>',
    ])
      expect(await read('users', form)).toMatchObject({ data: [ann], drift: NONE });
    const mixed = '<Data><FullName>Ann Bee</FullName><New>1</New><ID>7</ID></Data>';
    expect(await read('users', mixed)).toMatchObject({ data: [ann], drift: { UNKNOWN_FIELD: 1 } });
  });

  it.each([1, 6])(
    'has %i items also where each begins with a member that the guide lacks, which is counted',
    async (count) => {
      const item = '<U><New>1</New><FullName>Ann Bee</FullName><ID>7</ID></U>';
      const wanted = { data: anns(count), drift: { UNKNOWN_FIELD: count } };
      expect(await read('users', `<Data>${times(count, item)}</Data>`)).toMatchObject(wanted);
      const nested = item.replace('<New>1</New>', '<New><ID>8</ID></New>');
      expect(await read('users', `<Data>${times(count, nested)}</Data>`)).toMatchObject({ data: anns(count) });
    },
  );

  it.each([1, 6])('has %i items also where members that the guide lacks are between the others', async (count) => {
    const item = '<U><FullName>Ann Bee</FullName><New>1</New><ID>7</ID></U>';
    const wanted = { data: anns(count), drift: { UNKNOWN_FIELD: count } };
    expect(await read('users', `<Data>${times(count, item)}</Data>`)).toMatchObject(wanted);
    expect(await read('users', `<Data><Users>${times(count, item)}</Users></Data>`)).toMatchObject(wanted);
    const deep = item.replace('<New>1</New>', '<New><FullName>No</FullName></New>');
    expect(await read('users', `<Data>${times(count, deep)}</Data>`)).toMatchObject(wanted);
  });

  it('leaves out items that are nil or without any member of the guide, also between others', async () => {
    for (const out of [
      `<U ${NIL}/>`,
      `<U xmlns:i="urn:i" i:nil=" 1 "/>`,
      '<U><New>1</New></U>',
      '<U/>',
      '<U></U>',
      '<U>text</U>',
    ])
      for (const count of [1, 5])
        expect([out, (await read('users', `<Data>${times(count, ITEM)}${out}${ITEM}</Data>`)).data]).toEqual([
          out,
          anns(count + 1),
        ]);
    expect((await read('users', `<Data><Users><U ${NIL}/>${ITEM}<U><New>1</New></U></Users></Data>`)).data).toEqual([
      ann,
    ]);
  });

  it('has an item whose nil is not true', async () => {
    expect(
      (await read('users', `<Data>${ITEM.replace('<Agent', '<Agent').replace('Pair>', 'Pair nil="false">')}</Data>`))
        .data,
    ).toEqual([ann]);
  });

  it('has null for members that are nil or missing', async () => {
    for (const item of [`<U><FullName ${NIL}/><ID>7</ID></U>`, '<U><ID>7</ID></U>'])
      for (const count of [1, 6])
        expect((await read('users', `<Data>${times(count, item)}</Data>`)).data).toEqual(
          Array.from({ length: count }, () => ({ FullName: null, ID: 7 })),
        );
  });

  it('may stand between members of the envelope that the guide lacks', async () => {
    const other = `<New><Data>${ITEM}</Data><FullName>No</FullName></New>`;
    expect(await read('users', `${other}<Data>${ITEM}</Data><FullName>No</FullName>`)).toMatchObject({
      ...{ data: [ann], drift: { UNKNOWN_FIELD: 2 } },
    });
    const small = await readOnce('users', `<R><data>${ITEM}</data><success>false</success></R>`);
    expect(small).toMatchObject({ data: [ann], success: 'false', drift: NONE });
  });

  it('has items that differ in their order of members', async () => {
    const turned = '<U><ID>7</ID><FullName>Ann Bee</FullName></U>';
    const data = `${times(4, ITEM)}${times(4, turned)}${ITEM}${SMALL}`;
    expect(await read('users', `<Data>${data}</Data>`)).toMatchObject({ data: anns(10), drift: NONE });
  });

  it('has texts with references, and digits as they are', async () => {
    const item = '<U><FullName>A &amp; B &#233; 00123</FullName><ID>7</ID></U>';
    const wanted = { FullName: 'A & B é 00123', ID: 7 };
    for (const count of [1, 6])
      expect((await read('users', `<Data>${times(count, item)}</Data>`)).data).toEqual(
        Array.from({ length: count }, () => wanted),
      );
  });
});

// Elements of three members or more are read whole once they repeat.
describe('a list of calls in XML', () => {
  const members =
    '<CallId>1000</CallId><CallState>2</CallState><CustomerName>A &amp; B</CustomerName><PhoneNumber>00123</PhoneNumber>';
  const call = { CallId: 1000, CallState: 2, CustomerName: 'A & B', PhoneNumber: '00123', CallStatus: null };
  const small = members.replace(
    /<(\/?)(\w)/g,
    (_, slash: string, letter: string) => `<${slash}${letter.toLowerCase()}`,
  );

  it.each([
    ['in capitals', members, 0],
    ['in small letters', small, 0],
    ['between blanks', `\n ${members.replaceAll('</', '</').replaceAll('><', '>\n <')}\n`, 0],
    ['with an empty one', `${members}<CallStartTime/>`, 0],
    ['with unknown ones at their end', `${members}<New>1</New>`, 1],
    ['with unknown ones at their begin', `<New>1</New>${members}`, 1],
    [
      'with unknown ones that have such members',
      `${members}<New><CallId>2</CallId><CallState>3</CallState><PhoneNumber>4</PhoneNumber></New>`,
      1,
    ],
    [
      'with members in an unknown one before',
      `<New><CallId>2</CallId><CallState>3</CallState><PhoneNumber>4</PhoneNumber></New>${members}`,
      1,
    ],
    [
      'with deep unknown ones',
      `${members}<New><X><CallId>2</CallId><callState>3</callState><PhoneNumber>4</PhoneNumber></X></New>`,
      1,
    ],
  ])('has its members %s', async (_, inside, unknown) => {
    for (const count of [1, 7])
      for (const [before, after] of [
        ['<Data>', '</Data>'],
        ['<Data><Calls>', '</Calls></Data>'],
      ]) {
        const { data, drift } = await read('getcalls', `${before}${times(count, `<Call>${inside}</Call>`)}${after}`);
        expect(data).toHaveLength(count);
        for (const row of data as object[]) expect(row).toMatchObject(call);
        expect(drift).toEqual(unknown ? { UNKNOWN_FIELD: count } : NONE);
      }
  });

  it('may have them in both cases, one after the other', async () => {
    const items = [members, small, `${members}<New>1</New>`, `<Leads>1</Leads>${members}`].map(
      (each) => `<Call>${each}</Call>`,
    );
    const { data } = await read('getcalls', `<Data>${times(6, items.join(''))}</Data>`);
    expect(data).toHaveLength(24);
    for (const row of data as object[]) expect(row).toMatchObject(call);
  });
});

// Guide l. 20: dial answers one call.
describe('one entity in XML', () => {
  const call = { CallId: 1000, PhoneNumber: '00123', CallStatus: null };

  it.each([
    '<Data><CallId>1000</CallId><PhoneNumber>00123</PhoneNumber></Data>',
    '<data><callid>1000</callid><phoneNumber>00123</phoneNumber></data>',
    `<Data><CallId>1000</CallId><CallStatus ${NIL}/><PhoneNumber>00123</PhoneNumber></Data>`,
  ])('%s is read', async (data) => {
    expect(await read('dial', data)).toMatchObject({ data: call, drift: NONE });
  });

  it('has what the guide lacks counted, and none of its inner members taken', async () => {
    const data =
      '<Data><New><CallId>2</CallId></New><CallId>1000</CallId><PhoneNumber>00123</PhoneNumber><New>1</New></Data>';
    expect(await read('dial', data)).toMatchObject({ data: call, drift: { UNKNOWN_FIELD: 2 } });
  });

  it('may be nil', async () => {
    expect((await read('dial', `<Data ${NIL}/>`)).data).toBeNull();
  });
});

// Guide l. 55 to 117: members that are an array or an object, whose shape is not defined.
describe('a member of a shape that the guide does not define', () => {
  const campaigns = async (members: string, count = 1) => {
    const { data, drift } = await read('campaigns', `<Data>${times(count, `<C>${members}</C>`)}</Data>`);
    return { rows: data as Readonly<Record<string, unknown>>[], drift };
  };

  it.each([
    ['<Leads><Lead>1</Lead><Lead>2</Lead></Leads>', '{"Lead":["1","2"]}'],
    ['<leads><A>1</A><B><C>2</C></B></leads>', '{"A":"1","B":{"C":"2"}}'],
    ['<Leads>x</Leads>', '"x"'],
    ['<Leads a="1">x</Leads>', '"x"'],
    [`<Leads><A ${NIL}/><B/><C nil=" 1 "/></Leads>`, '{"A":null,"B":"","C":null}'],
    [
      `<Leads>${'<L><CampaignID>1</CampaignID><Pacing>2</Pacing><MOTD>3</MOTD></L>'.repeat(4)}</Leads>`,
      JSON.stringify({ L: [1, 2, 3, 4].map(() => ({ CampaignID: '1', Pacing: '2', MOTD: '3' })) }),
    ],
    ['<Leads><Leads>1</Leads></Leads>', '{"Leads":"1"}'],
    ['<Leads/>', null],
    ['<Leads></Leads>', null],
    [`<Leads ${NIL}/>`, null],
    [`<Leads ${NIL}><A>1</A></Leads>`, null],
    ['', null],
  ])('%s is JSON text: %s', async (member, text) => {
    for (const count of [1, 6])
      for (const members of [
        `<CampaignID>5</CampaignID>${member}<MOTD>m</MOTD>`,
        `${member}<CampaignID>5</CampaignID><MOTD>m</MOTD>`,
      ]) {
        const { rows, drift } = await campaigns(members, count);
        expect(rows).toHaveLength(count);
        for (const row of rows) expect(row).toMatchObject({ CampaignID: 5, Leads: text, MOTD: 'm' });
        expect(drift).toEqual(NONE);
      }
  });

  it('is JSON text also where all members are such', async () => {
    const { rows } = await campaigns('<Leads>x</Leads><Lists>y</Lists><Schedules>z</Schedules>', 6);
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatchObject({ Leads: '"x"', Lists: '"y"', Schedules: '"z"' });
  });

  it('is read in a list within an object, and beside members that the guide lacks', async () => {
    const item = '<C><New>1</New><Leads><A>1</A></Leads><CampaignID>5</CampaignID></C>';
    const { data, drift } = await read('campaigns', `<Data><All>${times(6, item)}</All></Data>`);
    expect(data).toHaveLength(6);
    for (const row of data as object[]) expect(row).toMatchObject({ CampaignID: 5, Leads: '{"A":"1"}' });
    expect(drift).toEqual({ UNKNOWN_FIELD: 6 });
  });
});

describe('the data of an operation for which the guide has none', () => {
  it.each([
    '',
    '<Data/>',
    '<Data>done</Data>',
    `<Data ${NIL}/>`,
    '<Data><A>1</A></Data>',
    '<Data><A><B>1</B></A></Data>',
  ])('%s breaks nothing', async (data) => {
    expect((await read('goready', data)).success).toBe('true');
  });
});
