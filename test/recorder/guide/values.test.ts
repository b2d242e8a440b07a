/** Values and characters that cannot be read, in one row of a printed answer or in one printed event. */
import { expect, onTestFinished, test } from 'vitest';
import type { EventRecord } from '../../../src/adapters/adapter.ts';
import { vendor } from '../../../src/adapters/recorder/index.ts';
import { settings as settingsShape } from '../../../src/adapters/recorder/settings.ts';
import { oneByOne } from '../../helpers/one-by-one.ts';
import { until } from '../../helpers/until.ts';
import { dependencies } from '../dependencies.ts';
import { phone } from './phones.ts';
import { startGuideRecorder } from './recorder.ts';

const SAVED = { device: '1111', alias: '1234', firstName: 'John', lastName: 'Smith', seconds: 60 };

/** Sets the value of the first element of a name, raw. */
const put = (name: string, value: string) => (document: string) =>
  document.replace(new RegExp(`(<${name}>)[^<]*(?=</${name}>)`), (_, tag) => `${tag}${value}`);

async function connected(writes: (document: string) => string) {
  const desk = phone('1111', {}, [{}]);
  const recorder = await startGuideRecorder({
    phones: [desk, phone('7008', {}, [{}])],
    users: [
      { id: 15, firstName: 'Jane', lastName: 'Roe', phones: '1111' },
      { id: 16, firstName: 'John', lastName: 'Smith', phones: '1234' },
    ],
    saved: [
      { ...SAVED, id: 2, startedAt: 1_312_921_200 },
      { ...SAVED, id: 1, startedAt: 1_312_921_123 },
    ],
    behaviour: { writes },
  });
  const adapter = vendor.connect('wfo', settingsShape.parse({ url: recorder.url, deadline: 3_000 }), dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await recorder.close();
  });
  return { adapter, recorder, desk };
}

test.each([
  ['calls', 'STARTTIME', '31/12/2026 11:00'],
  ['calls', 'ISTRUNK', 'Maybe'],
  ['calls', 'ISRECORDING', 'perhaps'],
  ['calls', 'COREIDENT', '1.5'],
  ['recordings', 'RECORDINGTIME', 'last night'],
  ['recordings', 'DURATION', '00:01:00'],
  ['recordings', 'CALLDIRECTION', 'sideways'],
  ['recordings', 'CALLNUMBER', '1,234'],
  ['agents', 'ADD_TIME', '31.12.2026 11:00'],
  ['agents', 'AGENT', 'yes'],
] as const)('%s whose first row has %s %s are read, and that is the only field lost', async (list, name, value) => {
  const { adapter } = await connected(put(name, value));
  const sound = await connected((document) => document);
  const rows = await adapter[list]?.({}, {});
  const expected = await sound.adapter[list]?.({}, {});
  expect(rows?.items).toHaveLength(expected?.items.length ?? 0);
  expect(rows?.items.at(-1)).toEqual(expected?.items.at(-1));
});

const DAMAGED: readonly (readonly [string, string])[] = [
  ['a raw control character', '\x1fx'],
  ['a reference to a control character', '&#x1f;x'],
  ['U+FFFE', '\ufffex'],
  ['a C1 control', '\x92x'],
  ['an entity of HTML', '&nbsp;x'],
  ['a bare ampersand', 'R&D x'],
  ['a bare less-than sign', 'a < x'],
];

test.each(DAMAGED)('%s in a field costs no row of a list', async (_, value) => {
  const { adapter } = await connected(put('USER3', value));
  const rows = (await adapter.recordings?.({}, {}))?.items ?? [];
  expect(rows.map(({ nativeId }) => nativeId)).toEqual(['2', '1']);
  expect(rows[0]?.annotations?.find(({ field }) => field === 'USER3')?.value).toMatch(/x$/);
});

test.each([
  ...DAMAGED.map(([, value]) => ['USER1', value]),
  ['KEEPDAYS', 'forever'],
  ['CHANNEL', '1.5'],
  ['AGENTID', '?'],
])('an event whose %s is %j is reported, without a gap', async (name = '', value = '') => {
  const { adapter, recorder, desk } = await connected((document) =>
    document.includes('CALLCOPYEVENT') ? put(name, value)(document) : document,
  );
  const events: EventRecord[] = [];
  const control = new AbortController();
  const reading = (async () => {
    for await (const event of oneByOne(adapter.events?.({ signal: control.signal }))) events.push(event);
  })();
  const seeded = () => recorder.received.filter((one) => one.get('TYPE') === 'DEVICERECORDINGSTATUS').length >= 2;
  await until(seeded);
  const [call] = desk.instances;
  if (call) recorder.publish('RECORDINGPAUSED', call);
  await until(() => events.length > 0);
  control.abort();
  await reading;
  expect(events).toMatchObject([{ kind: 'RECORDING', type: 'PAUSED', device: '1111' }]);
});
