/** The history of one number, as a screen pop shows it: every part over every account, in the spelling that each one stores. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { idle, openScene, type Scene } from './stage.ts';

const CUSTOMER = '+16145550188';
const SPELLINGS = [CUSTOMER, '6145550188', '(614) 555-0188', 'sip:+16145550188@pbx.example', '1-614-555-0188'];
const HISTORY = `query ($number: String!) {
  callHistory(number: $number) {
    number numberE164
    contacts(first: 10) { edges { node { name source { account { key } } } } sources { account { key } error { code } } }
    calls(first: 10) { edges { node { state from to source { account { key } } } } sources { account { key } error { code } } }
    recordings(first: 10) { edges { node { from to source { account { key } } } } sources { account { key } error { code } } }
    doNotCall { numbers sources { account { key } error { code } } }
  }
}`;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 31, grants: { recordings: { scopes: ['recordings:read'] } } });
  const { contactsAdd, outreach } = await scene.ask(
    `mutation ($contacts: ContactsAddInput!, $outreach: ContactsAddInput!) {
      contactsAdd(input: $contacts) { done } outreach: contactsAdd(input: $outreach) { done }
    }`,
    {
      contacts: { account: ACCOUNTS['five9-config'], contacts: [{ numbers: [CUSTOMER], name: 'Amy Stone' }] },
      outreach: { account: ACCOUNTS.engage, contacts: [{ numbers: ['6145550188'] }] },
    },
  );
  expect([contactsAdd.done, outreach.done]).toEqual([1, 1]);
  const person = idle(scene.world);
  await scene.cursorAfterEventOf(person);
  const talk = {
    person,
    campaign: null,
    direction: 'INBOUND',
    customerNumber: CUSTOMER,
    customerName: 'Amy Stone',
  } as const;
  const call = scene.world.place(talk);
  scene.world.answer(call);
  scene.pass(30);
  scene.world.dispose(call, 'Resolved');
  scene.pass(10);
}, 30_000);
afterAll(() => scene.close());

const historyOf = async (number: string) => (await scene.ask(HISTORY, { number })).callHistory;
// biome-ignore lint/suspicious/noExplicitAny: parts of several types
const accountsIn = (part: any) => part.edges.map(({ node }: any) => node.source.account.key);

test.each(SPELLINGS)('%s finds the contact, the calls and the recordings', async (number) => {
  const history = await untilAnswer(
    () => historyOf(number),
    // Until the desk's events arrive, the call is known by its recording alone.
    ({ recordings, calls }) =>
      recordings?.edges.length === 1 && calls?.edges.length === 2 && accountsIn(calls).includes(ACCOUNTS['five9-cti']),
  );
  expect(history).toMatchObject({ number, numberE164: number.includes('+') ? CUSTOMER : null });
  expect(history.contacts.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual([null, 'Amy Stone']);
  expect(accountsIn(history.calls).sort()).toEqual([ACCOUNTS['five9-cti'], ACCOUNTS.engage]);
  expect(accountsIn(history.recordings)).toEqual([ACCOUNTS.recorder]);
  expect(history.calls.edges.map(({ node }: { node: { from: string } }) => node.from)).toContain(CUSTOMER);
  expect(history.doNotCall.numbers).toEqual([]);
});

test('another number has no history, and every account says so', async () => {
  const history = await historyOf('+16145550999');
  expect([history.contacts, history.calls, history.recordings].map((part) => part.edges)).toEqual([[], [], []]);
  expect(history.doNotCall.numbers).toEqual([]);
  const failed = history.calls.sources.filter(({ error }: { error: object | null }) => error);
  expect([failed, history.calls.sources.length]).toEqual([[], Object.keys(ACCOUNTS).length]);
});

test('a recorder that is down costs the recordings alone', async () => {
  const recorder = scene.gateway.simulator('recorder');
  recorder.trouble({ kind: 'down' });
  try {
    // A list that was just read may be answered from memory.
    const { contacts, calls, recordings, doNotCall } = await untilAnswer(
      () => historyOf('614.555.0188'),
      (history) => history.recordings.edges.length === 0,
    );
    expect(recordings.edges).toEqual([]);
    const failed = recordings.sources.filter(({ error }: { error: object | null }) => error);
    expect(failed).toMatchObject([{ account: { key: ACCOUNTS.recorder }, error: { code: 'UNAVAILABLE' } }]);
    expect([contacts.edges.length, calls.edges.length, doNotCall.numbers]).toEqual([2, 2, []]);
  } finally {
    recorder.trouble(null);
  }
});

test('a text that is no number is refused, with the argument named', async () => {
  const { errors } = await scene.gateway.ask(HISTORY, { number: 'Restricted' });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT', path: ['number'] } }]);
});

test('a caller reads the parts that its scopes allow', async () => {
  const { data, errors } = await scene.gateway.ask(HISTORY, { number: CUSTOMER }, 'recordings');
  expect(data.callHistory).toMatchObject({ contacts: null, calls: null, doNotCall: null });
  expect(data.callHistory.recordings.edges).toHaveLength(1);
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(new Array(3).fill('PERMISSION_DENIED'));
});

test('the ended call is one past call, with what the recorder has of it', async () => {
  const past = `query ($number: String, $after: DateTime) {
    calls(first: 10, filter: { number: $number, states: [ENDED], startedAfter: $after }) {
      edges { node { disposition { name } views { account { key } matchedBy } } }
    }
  }`;
  const { calls } = await untilAnswer(
    () => scene.ask(past, { number: '(614) 555-0188', after: new Date(Date.now() - 3_600_000).toISOString() }),
    (answer) => answer.calls.edges[0]?.node.disposition !== null,
  );
  expect(calls.edges.map(({ node }: { node: object }) => node)).toEqual([
    {
      disposition: { name: 'Resolved' },
      views: [
        { account: { key: ACCOUNTS['five9-cti'] }, matchedBy: null },
        { account: { key: ACCOUNTS.recorder }, matchedBy: 'CALL_ID' },
      ],
    },
  ]);
});
