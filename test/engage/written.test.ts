import { expect, it } from 'vitest';
import { campaignActs } from '../../src/adapters/engage/acts/campaigns.ts';
import { contactActs } from '../../src/adapters/engage/acts/contacts.ts';
import { faultNameOf } from '../../src/adapters/engage/quirks.ts';
import { sample } from '../wire/sample.ts';

const NOW = new Date('2026-01-15T09:30:00Z');

/** Acts of an account with batches of some hours, and the operations that they send. */
function account(hours = 12, reading?: string) {
  const sent: [operation: string, input: Readonly<Record<string, unknown>>][] = [];
  const send = async (operation: string, input: Readonly<Record<string, unknown>>) =>
    void sent.push([operation, input]);
  const client = { send } as never;
  const readings = reading ? { 'max-duration': reading } : {};
  const settings = { org: { externalId: 'acme' }, batch: { hours }, readings } as never;
  const campaigns = campaignActs(client, { externalId: 'acme' } as never);
  return { sent, contacts: contactActs(client, settings, () => NOW), campaigns };
}

const CONTACT = { numbers: ['+15550100'] } as never;

it.each([
  ['duration', 12, 'PT12H'],
  ['duration', 1.5, 'PT90M'],
  ['minutes', 1.5, '90'],
  ['moment', 2, '2026-01-15T11:30:00.000Z'],
])('a batch ends as the account reads its duration, as %s of %s hours: %s', async (reading, hours, maxDuration) => {
  const { sent, contacts } = account(hours, reading);
  await contacts.contactsAdd([CONTACT], {}, {});
  expect(sent).toMatchObject([['createContactBatch', { contactBatch: { maxDuration } }]]);
});

// Guide lines 691 and 736.
it('a hundred contacts are one batch, and of more nothing is sent', async () => {
  const { sent, contacts } = account();
  const many = (count: number) => Array.from({ length: count }, () => CONTACT);
  await contacts.contactsAdd(many(100), {}, {});
  await expect(contacts.contactsAdd(many(101), {}, {})).rejects.toMatchObject({
    ...{ code: 'INVALID_ARGUMENT', argumentPath: ['input', 'contacts'] },
  });
  expect(sent).toHaveLength(1);
});

it('an import is an asynchronous batch under an id of the gateway, by which it is cancelled', async () => {
  const { sent, contacts } = account();
  const { nativeId } = await contacts.contactsImport([CONTACT], {}, {});
  await contacts.contactImportCancel(nativeId, {}, {});
  expect(sent).toMatchObject([
    ['createContactBatchAsync', { contactBatch: { externalId: nativeId } }],
    ['changeContactBatchState', { contactBatchState: { contactBatch: { externalId: nativeId }, state: 'Cancelled' } }],
  ]);
});

it('a setting that the vendor lacks is refused, and nothing is sent', async () => {
  const { sent, campaigns } = account();
  const more = { name: 'Spring', direction: 'OUTBOUND', profile: 'standard' } as never;
  await expect(campaigns.campaignCreate(more, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const settings = { description: 'x', profile: 'standard' } as never;
  await expect(campaigns.campaignUpdate('externalId Spring', settings, {})).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  expect(sent).toEqual([]);
});

it('a fault has the code that an element of its detail is named after', () => {
  const element = (name: string, children: readonly object[] = []) => ({ name, text: '', attributes: {}, children });
  const detail = element('detail', [element('BusyFault')]) as never;
  expect(faultNameOf(sample as never)({ detail, code: 'Server', message: 'No.' })).toBe('BusyFault');
});
