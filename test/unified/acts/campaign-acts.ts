import { afterAll, beforeAll, expect } from 'vitest';
import { ACCOUNTS, type ActsGateway, startActs } from './centre.ts';

/** The key of the Five9 account. */
export const FIVE9 = ACCOUNTS['five9-config'];

/** The key of the Engage account. */
export const ENGAGE = ACCOUNTS.engage;

/** The key of the account of the desks. */
export const FLOOR = ACCOUNTS['five9-cti'];

/** The fields that the acts select. */
export const SHOW = 'campaign { id name description direction state dialingMode source { account { key } nativeId } }';

/** The gateway of the test file, started before its tests. */
export let gateway: ActsGateway;
beforeAll(async () => {
  gateway = await startActs({
    vendors: ['five9-config', 'five9-cti', 'engage'],
    grants: {
      reader: { scopes: ['campaigns:read'] },
      floor: { scopes: ['campaigns:read', 'campaigns:write'], accounts: [FLOOR] },
    },
  });
}, 30_000);
afterAll(() => gateway.close());

/** Runs an act and answers its payload. */
export const act = (name: string, input: object, show = SHOW, key?: string) => gateway.act(name, input, show, key);

/** The id of a campaign by its name. */
export const campaignId = (name: string, account: string = FIVE9) => gateway.idOf('campaigns', account, name);

/** The answer of the vendor itself. */
export const raw = async (operation: string, campaignName: string, fields: string) => {
  const query = `query Raw($name: String!) { raw: five9Config_${operation}(campaignName: $name) { ${fields} } }`;
  return (await gateway.ask(query, { name: campaignName })).data.raw;
};

/** How many requests of an operation the vendor received. */
export const received = (operation: string) => gateway.simulator('five9-config').received.get(operation) ?? 0;

let made = 0;

/** An outbound campaign of its own for a test, standing still. */
export async function outbound(more: object = {}): Promise<{ id: string; name: string }> {
  made += 1;
  const input = { account: FIVE9, name: `Campaign ${made}`, direction: 'OUTBOUND', dialingMode: 'POWER', ...more };
  const { campaign, userErrors } = await act('campaignCreate', input);
  expect(userErrors).toEqual([]);
  return campaign;
}
