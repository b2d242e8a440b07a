/** What an act on an agent answers of the agent afterwards. */
import { describe, expect, test } from 'vitest';
import type { Presence } from '../../../schema/vocabulary.ts';
import { writeId } from '../../../src/access/global-id.ts';
import { CrosspointError } from '../../../src/adapters/errors.ts';
import { fakeAdapter, gatewayOver, rows } from '../world.ts';

const SET_READY =
  'mutation ($id: ID!) { agentSetReady(input: { id: $id }) { agent { presence } userErrors { code } } }';
const id = writeId('Agent', 'floor', 'jdoe');

/** An account whose lists of agents carry one time, as within one tick of the clock; `onAct` is called by each act. */
function world(onAct: () => void = () => undefined) {
  let presence: Presence = 'NOT_READY';
  const account = { isAway: false };
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    agents: async () => {
      if (account.isAway) throw new CrosspointError('UNAVAILABLE', 'Away');
      return rows({ nativeId: 'jdoe', name: 'Jo Doe', presence });
    },
    agentSetReady: async () => {
      presence = 'READY';
      onAct();
    },
  });
  return { ...gatewayOver([floor]), account };
}

describe('the agent in the payload of an act', () => {
  test('is as the vendor lists it after the act, though both lists were made at the same moment', async () => {
    const { ask } = world();
    const before = await ask('query ($id: ID!) { node(id: $id) { ... on Agent { presence } } }', { id });
    expect(before.data.node).toEqual({ presence: 'NOT_READY' });
    const { data } = await ask(SET_READY, { id });
    expect(data.agentSetReady).toEqual({ agent: { presence: 'READY' }, userErrors: [] });
  });

  test('is null where the account does not list its agents any more, rather than as before the act', async () => {
    let acts = 0;
    const { ask, account } = world(() => {
      acts += 1;
      account.isAway = acts === 1;
    });
    const { data } = await ask(SET_READY, { id });
    expect(data.agentSetReady).toEqual({ agent: null, userErrors: [] });
    const again = await ask(SET_READY, { id });
    expect(again.data.agentSetReady).toEqual({ agent: { presence: 'READY' }, userErrors: [] });
  });
});
