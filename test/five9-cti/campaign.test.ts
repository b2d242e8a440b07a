/** The campaign of a call where no account lists campaigns: the desk itself knows it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { fakeAdapter, gatewayOver, rows } from '../unified/world.ts';
import { connectTo } from './scripted.ts';
import { type StandInCall, standIn } from './stand-in.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const CALLS = '{ calls(first: 9) { edges { node { id to campaign { id name state source { account { key } } } } } } }';

async function gatewayWith(campaignIds: readonly string[], others: readonly Adapter[] = []) {
  const calls = campaignIds.map((campaignId, at): StandInCall => ({ id: String(at), state: 'talking', campaignId }));
  const desk = await standIn(calls);
  const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
  cleanups.push(desk.close, () => adapter.close());
  const { ask } = gatewayOver([adapter, ...others]);
  const campaigns = async () => {
    const { data, errors } = await ask(CALLS);
    expect(errors).toBeUndefined();
    const nodes: { to: string; campaign: { id: string } | null }[] = data.calls.edges.map(
      (edge: { node: object }) => edge.node,
    );
    return nodes.sort((one, other) => one.to.localeCompare(other.to)).map(({ campaign }) => campaign);
  };
  return { ask, campaigns };
}

const source = { account: { key: 'floor' } };

describe('the campaign of a call at a desk', () => {
  it('is the desk’s own where no account lists campaigns, by its list or by its key; null where it knows none', async () => {
    const { ask, campaigns } = await gatewayWith(['11', '12', '13']);
    const shown = await campaigns();
    expect(shown).toMatchObject([{ name: 'Camp A', state: null, source }, { name: 'Camp B', source }, null]);
    const { data } = await ask(
      'query ($id: ID!) { node(id: $id) { ... on Campaign { name dispositions { name } } } }',
      {
        id: shown[0]?.id,
      },
    );
    expect(data.node).toEqual({ name: 'Camp A', dispositions: [{ name: 'Sale' }] });
  });

  it('selects the calls of a filter', async () => {
    const { ask, campaigns } = await gatewayWith(['11', '12', '11']);
    const [shown] = await campaigns();
    const filtered = 'query ($id: ID!) { calls(first: 9, filter: { campaignId: $id }) { edges { node { to } } } }';
    const { data, errors } = await ask(filtered, { id: shown?.id });
    expect(errors).toBeUndefined();
    const numbers = data.calls.edges.map(({ node }: { node: { to: string } }) => node.to);
    expect(numbers.sort()).toEqual(['+15550000', '+15550002']);
  });

  it('is the one that an account lists under that name', async () => {
    const owner = fakeAdapter('config', 'FIVE9_CONFIG', {
      campaigns: async () => rows({ nativeId: 'Camp A', name: 'Camp A', state: 'RUNNING' }),
    });
    const { campaigns } = await gatewayWith(['11'], [owner]);
    expect(await campaigns()).toMatchObject([
      { name: 'Camp A', state: 'RUNNING', source: { account: { key: 'config' } } },
    ]);
  });

  it('is null while the account that lists campaigns cannot be read', async () => {
    const down = fakeAdapter('config', 'FIVE9_CONFIG', { campaigns: () => Promise.reject(new Error('down')) });
    const { campaigns } = await gatewayWith(['11'], [down]);
    expect(await campaigns()).toEqual([null]);
  });
});
