import { describe, expect, test } from 'vitest';
import { numberSpellings, writtenNumber } from '../../src/adapters/five9-config/quirks.ts';
import { fault, type Received, standIn, texts } from './stand-in.ts';

// Guide p. 231: "must either be 10 digits for dialing within North America or begin with 011 for International number".
test.each([
  ['+15551208111', '5551208111'],
  ['+1 (555) 120-8111', '5551208111'],
  ['15551208114', '5551208114'],
  ['5551208111', '5551208111'],
  ['+442079460958', '011442079460958'],
  ['011442079460958', '011442079460958'],
  ['00442079460958', '011442079460958'],
  ['+4712345678', '0114712345678'],
  ['0111 555 120 8111', '5551208111'],
  ['1234', '1234'],
  ['anonymous', 'anonymous'],
])('%s is written as %s', (number, written) => {
  expect(writtenNumber(number)).toBe(written);
});

test.each([
  ['+15551208111', ['5551208111', '+15551208111', '15551208111']],
  ['+442079460958', ['011442079460958', '+442079460958', '442079460958']],
  // Ten bare digits are a North American number.
  ['+4712345678', ['0114712345678', '+4712345678']],
])('%s is looked for as %j', (number, spellings) => {
  expect(numberSpellings(number)).toEqual(spellings);
});

test.each([
  ['020 7946 0958', '44', '011442079460958'],
  ['(030) 901-8200', '49', '01149309018200'],
  ['+442079460958', '49', '011442079460958'],
  ['00442079460958', '49', '011442079460958'],
  ['5551208111', '44', '5551208111'],
  ['020 7946 0958', undefined, '020 7946 0958'],
])('%s of a domain with the calling code %s is written as %s', (number, callingCode, written) => {
  expect(writtenNumber(number, callingCode)).toBe(written);
});

/** A do-not-call list that compares literally and, under the guide's reading, refuses other forms. */
function listOf(listed: readonly string[], isTaken: (number: string) => boolean = () => true) {
  return ({ operation, body }: Received) => {
    const numbers = texts(body, 'numbers');
    if (!numbers.every(isTaken)) return fault('IncorrectArgumentFault');
    if (operation === 'checkDncForNumbers')
      return numbers
        .filter((number) => listed.includes(number))
        .map((number) => `<return>${number}</return>`)
        .join('');
    return `<return>${numbers.length}</return>`;
  };
}

const isDocumented = (number: string) => /^\d{10}$|^011\d{7,13}$/.test(number);

describe('the do-not-call list', () => {
  test.each(['5551208111', '+15551208111', '15551208111'])(
    'that holds %s lists every spelling of it',
    async (stored) => {
      const { adapter } = await standIn(listOf([stored]));
      const asked = ['+15551208111', '5551208111', '15551208111', '5559990000'];
      expect(await adapter.doNotCall?.(asked, {})).toEqual(asked.slice(0, 3));
    },
  );

  test('that takes the documented forms alone still answers, within four calls', async () => {
    const { adapter, sent } = await standIn(listOf(['011442079460958'], isDocumented));
    expect(await adapter.doNotCall?.(['+442079460958', '+15551208111'], {})).toEqual(['+442079460958']);
    expect(texts(sent('checkDncForNumbers')[0]?.body ?? '', 'numbers')).toEqual(['011442079460958', '5551208111']);
    expect(sent('checkDncForNumbers').length).toBeLessThanOrEqual(4);
  });

  test('that refused spellings is asked at most twice from then on', async () => {
    const { adapter, sent } = await standIn(listOf(['011442079460958'], isDocumented));
    await adapter.doNotCall?.(['+442079460958', '+15551208111'], {});
    const first = sent('checkDncForNumbers').length;
    expect(await adapter.doNotCall?.(['+15551208222', '+442079460958'], {})).toEqual(['+442079460958']);
    expect(sent('checkDncForNumbers').length - first).toBeLessThanOrEqual(2);
  });

  test.each(['011442079460958', '+442079460958', '442079460958', '02079460958'])(
    'that holds %s lists the national number of the calling code in two calls',
    async (stored) => {
      const { adapter, sent } = await standIn(listOf([stored]), { callingCode: '44' });
      expect(await adapter.doNotCall?.(['020 7946 0958', '020 7946 0000'], {})).toEqual(['020 7946 0958']);
      expect(sent('checkDncForNumbers').length).toBeLessThanOrEqual(2);
    },
  );

  test('that refuses a plus and holds eleven digits is asked for those apart', async () => {
    const { adapter } = await standIn(listOf(['15551208111'], (number) => !number.startsWith('+')));
    expect(await adapter.doNotCall?.(['+15551208111'], {})).toEqual(['+15551208111']);
  });

  test('that cannot be asked fails the question rather than answering that nothing is listed', async () => {
    const { adapter } = await standIn(() => fault('ServiceUnavailableFault'));
    await expect(adapter.doNotCall?.(['+15551208111'], {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('is written in the documented forms, each number once', async () => {
    const { adapter, sent } = await standIn(listOf([], isDocumented));
    const numbers = ['+15551208111', '+442079460958', '15551208111'];
    expect(await adapter.doNotCallAdd?.(numbers, {})).toEqual({ changed: 2 });
    expect(texts(sent('addNumbersToDnc')[0]?.body ?? '', 'numbers')).toEqual(['5551208111', '011442079460958']);
  });

  test('loses a number under the spelling that it holds, in one act', async () => {
    const { adapter, sent } = await standIn(listOf(['+15551208111']));
    await adapter.doNotCallRemove?.(['5551208111'], {});
    expect(sent('removeNumbersFromDnc').map(({ body }) => texts(body, 'numbers'))).toEqual([
      ['5551208111', '+15551208111'],
    ]);
  });
});

/** Contacts that are compared literally, one in each field. */
function contactsOf(stored: Readonly<Record<string, string>>, more = () => '') {
  return ({ body }: Received) => {
    const [field = ''] = texts(body, 'field');
    const [value = ''] = texts(body, 'value');
    if (stored[field] !== value) return more() || '<return/>';
    const cells = `<data>7</data><data>${value}</data>`;
    return `<return><fields>contact_id</fields><fields>${field}</fields><records><values>${cells}</values></records></return>`;
  };
}

describe('contacts by number', () => {
  test('are found under the documented spelling with one look-up for each of the three fields', async () => {
    const { adapter, sent } = await standIn(contactsOf({ number2: '5551208111' }));
    const found = await adapter.contacts?.({ number: '+1 555 120 8111' }, {});
    expect(found?.items.map(({ numbers }) => numbers)).toEqual([['5551208111']]);
    const asked = sent('getContactRecords').map(({ body }) => [texts(body, 'field')[0], texts(body, 'value')[0]]);
    expect(asked.sort()).toEqual([
      ['number1', '5551208111'],
      ['number2', '5551208111'],
      ['number3', '5551208111'],
    ]);
  });

  test('are found under another spelling where the documented one finds none', async () => {
    const { adapter, sent } = await standIn(contactsOf({ number1: '+442079460958' }));
    const found = await adapter.contacts?.({ number: '+44 20 7946 0958' }, {});
    expect(found?.items).toHaveLength(1);
    expect(sent('getContactRecords')).toHaveLength(6);
  });

  test('are looked for under every spelling where the account says that spellings are mixed', async () => {
    const { adapter, sent } = await standIn(contactsOf({ number1: '5551208111', number3: '+15551208111' }), {
      readings: { numbers: 'as-sent' },
    });
    const found = await adapter.contacts?.({ number: '5551208111' }, {});
    expect(found?.items.map(({ numbers }) => numbers)).toEqual([['5551208111'], ['+15551208111']]);
    expect(sent('getContactRecords')).toHaveLength(9);
  });

  test('are found with one look-up where the account says that one criterion is enough', async () => {
    const records = '<records><values><data>7</data><data>+15551208111</data></values></records>';
    const answer = `<return><fields>contact_id</fields><fields>number3</fields>${records}</return>`;
    const { adapter, sent } = await standIn(() => answer, { readings: { 'lookup-criteria': 'any' } });
    const found = await adapter.contacts?.({ number: '5551208111' }, {});
    expect(found?.items.map(({ numbers }) => numbers)).toEqual([['+15551208111']]);
    const [asked, more] = sent('getContactRecords').map(({ body }) => texts(body, 'value'));
    expect([asked?.length, new Set(asked).size, more]).toEqual([9, 3, undefined]);
  });

  test('are looked for one by one where a domain refuses a spelling among all', async () => {
    const { adapter, sent } = await standIn(
      (received) =>
        texts(received.body, 'value').length > 1
          ? fault('IncorrectArgumentFault')
          : contactsOf({ number1: '5551208111' })(received),
      { readings: { 'lookup-criteria': 'any' } },
    );
    expect((await adapter.contacts?.({ number: '5551208111' }, {}))?.items).toHaveLength(1);
    expect(sent('getContactRecords')).toHaveLength(4);
  });

  test('are written in the documented forms, in their fields by name too', async () => {
    const { adapter, sent } = await standIn(() => '<return><uploadErrorsCount>0</uploadErrorsCount></return>');
    const contact = { numbers: ['+1 (555) 120-8111'], fields: [{ name: 'number2', value: '+442079460958' }] };
    await adapter.contactsAdd?.([contact], { list: 'some_list_name' }, {});
    expect(texts(sent('addRecordToList')[0]?.body ?? '', 'fields')).toEqual(['5551208111', '011442079460958']);
  });
});
