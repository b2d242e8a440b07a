/** Result codes as the guide lists their fields (l. 131), of a vendor that is written from the guide alone. */
import { expect, test } from 'vitest';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { silent } from './floor.ts';
import { vendorAnswering } from './unit-vendor.ts';

const CODES = [
  { Code: 'SALE', Description: 'Sale', IsAgentViewable: true, IsSystemResultCode: false },
  { Code: 'CB', Description: '', IsAgentViewable: true, IsCallback: true },
  { Code: 'BUSY', Description: 'Line busy', IsAgentViewable: false, IsSystemResultCode: true },
  { Code: 'OLD', Description: 'Without the flag' },
  { Code: '', Description: 'Without a code', IsAgentViewable: true },
];

test('the dispositions are the result codes that agents are shown', async () => {
  const body = JSON.stringify({ Success: true, Data: CODES, ResponseCode: 0, ResponseDetail: null });
  const { url } = await vendorAnswering(() => ({ type: 'application/json', body }));
  const settings = vendor.settings.parse({ url, userId: 1, token: 'seeded-token', timeZone: 'UTC' });
  const adapter = vendor.connect('here', settings, { log: silent, now: () => new Date() });
  const found = await adapter.dispositions?.({}, {});
  expect(found?.items).toEqual([
    { nativeId: 'SALE', name: 'SALE', description: 'Sale' },
    { nativeId: 'CB', name: 'CB', description: null },
    { nativeId: 'OLD', name: 'OLD', description: 'Without the flag' },
  ]);
});
