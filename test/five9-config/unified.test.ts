import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ContactsGateway, startContacts } from '../contacts/centre.ts';

let gateway: ContactsGateway;
beforeAll(async () => {
  gateway = await startContacts();
});
afterAll(() => gateway.close());

const AGENTS = `query ($filter: AgentFilter) {
  agents(first: 100, filter: $filter) { edges { node { id name identities { active skillLevels { name level } } } } }
}`;

async function agents(filter: object = {}) {
  const { data } = await gateway.ask(AGENTS, { filter: { accounts: ['acme'], ...filter } });
  return data.agents.edges.map(({ node }: { node: { id: string } }) => node);
}

test('an agent has the level of each skill, and leaves the list when made inactive', async () => {
  const input = { account: 'acme', firstName: 'Ivy', lastName: 'Low', userName: 'ivy@acme.example' };
  const CREATE =
    'mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { agent { id } userErrors { code message } } }';
  const { data } = await gateway.ask(CREATE, { input });
  expect(data.agentCreate.userErrors).toEqual([]);
  const { id } = data.agentCreate.agent;
  type WithLevels = { identities: { skillLevels: { name: string; level: number }[] }[] };
  const levels = (await agents()).flatMap(({ identities }: WithLevels) => identities.flatMap((one) => one.skillLevels));
  expect(levels[0]).toEqual({ name: expect.any(String), level: 1 });
  const ids = async (filter?: object) => (await agents(filter)).map((agent: { id: string }) => agent.id);
  expect(await ids()).toContain(id);
  const UPDATE =
    'mutation ($input: AgentUpdateInput!) { agentUpdate(input: $input) { agent { id } userErrors { code } } }';
  const { data: updated } = await gateway.ask(UPDATE, { input: { id, active: false } });
  expect(updated.agentUpdate).toEqual({ agent: { id }, userErrors: [] });
  expect(await ids()).not.toContain(id);
  expect(await ids({ includeInactive: true })).toContain(id);
  expect(await ids({ ids: [id] })).toEqual([id]);
});

test('the dialing mode of outbound campaigns is read, also in the payload of the act that set it', async () => {
  const { data } = await gateway.ask(
    '{ campaigns(first: 50, filter: { accounts: ["acme"] }) { edges { node { id direction dialingMode } } } }',
  );
  const nodes = data.campaigns.edges.map(({ node }: { node: object }) => node);
  const outbound = nodes.find(
    (one: { direction: string; dialingMode: string }) => one.direction === 'OUTBOUND' && one.dialingMode !== 'AUTODIAL',
  );
  expect(['PREDICTIVE', 'PROGRESSIVE', 'PREVIEW', 'POWER']).toContain(outbound.dialingMode);
  expect(nodes.find(({ direction }: { direction: string }) => direction === 'INBOUND')?.dialingMode ?? null).toBeNull();
  const UPDATE = `mutation ($input: CampaignUpdateInput!) {
    campaignUpdate(input: $input) { campaign { dialingMode } userErrors { code message } }
  }`;
  for (const dialingMode of ['POWER', 'PREVIEW']) {
    const { data: changed } = await gateway.ask(UPDATE, { input: { id: outbound.id, dialingMode } });
    expect(changed.campaignUpdate).toEqual({ campaign: { dialingMode }, userErrors: [] });
  }
});
