/** Users of the recorder as agents: AGENT says who is one (guide l. 1527), STATUS who is active (l. 1529). */
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { gatewayOver } from '../unified/world.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

const user = (number: number, name: string, more: string) =>
  `<USER><USER_ID>${number}</USER_ID><FIRST_NAME>${name}</FIRST_NAME><LAST_NAME>Roe</LAST_NAME>${more}</USER>`;

/** The agents of a gateway over a recorder that lists these users. */
async function agentsOf(filter: string, ...users: readonly string[]): Promise<string[]> {
  const server = await scripted((text, socket) => {
    for (const id of requestIds(text)) socket.write(okResult(id, `<USERS>${users.join('')}</USERS>`));
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await server.close();
  });
  const { data } = await gatewayOver([adapter]).ask(`{ agents(first: 9${filter}) { edges { node { name } } } }`);
  return data.agents.edges.map(({ node }: { node: { name: string } }) => node.name);
}

const USERS = [
  user(1, 'Ann', '<AGENT>TRUE</AGENT><STATUS>A</STATUS>'),
  user(2, 'System', '<AGENT>FALSE</AGENT><STATUS>A</STATUS>'),
  user(3, 'Ben', '<AGENT>true</AGENT><STATUS>I</STATUS>'),
  user(4, 'Cal', '<AGENT>true</AGENT><STATUS>D</STATUS>'),
  user(5, 'Dee', '<STATUS>A</STATUS>'),
];

test('a user whose AGENT is false is no agent, and one of whom it is not said is', async () => {
  expect(await agentsOf(', filter: { includeInactive: true }', ...USERS)).not.toContain('System Roe');
  expect(await agentsOf('', ...USERS)).toEqual(expect.arrayContaining(['Ann Roe', 'Dee Roe']));
});

test('inactive users, and deleted ones whose record the recorder keeps, are agents only where they are asked for', async () => {
  expect(await agentsOf('', ...USERS)).toEqual(['Ann Roe', 'Dee Roe']);
  expect(await agentsOf(', filter: { includeInactive: true }', ...USERS)).toEqual([
    'Ann Roe',
    'Ben Roe',
    'Cal Roe',
    'Dee Roe',
  ]);
});
