import type { Centre, SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { ACCOUNTS, type GatewayOptions, startGateway, type TestGateway } from '../../server/gateway.ts';

/** What an act answered, in short. */
export interface ActResult {
  // biome-ignore lint/suspicious/noExplicitAny: payloads have many shapes
  readonly [field: string]: any;
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[] | null;
    readonly vendorCode: string | null;
  }[];
}

/** A gateway over simulators, asked in acts. */
export interface ActsGateway extends TestGateway {
  /** Does an act and answers its payload; `show` is what is asked of it beside its errors. */
  act(name: string, input: object, show: string, key?: string): Promise<ActResult>;
  /** The id of a campaign, contact list, skill, disposition or agent, by its name and the key of an account. */
  idOf(field: Listed, account: string, name: string): Promise<string>;
}

type Listed = 'campaigns' | 'contactLists' | 'skills' | 'dispositions' | 'agents';

/** A matching person without a call who gets none of the centre's; a call is ended where no such person is free. */
export function idle(centre: Centre, fits: (person: SimulatedPerson) => boolean = () => true): SimulatedPerson {
  const there = centre.people.filter((person) => person.presence !== 'LOGGED_OUT' && fits(person));
  const person = there.find(({ presence }) => presence === 'READY') ?? there[0];
  if (!person) throw new Error('no person fits');
  for (const call of centre.liveCalls(person)) centre.dispose(call, centre.dispositions[0] as string);
  centre.setNotReady(person, null);
  return person;
}

/** Starts a gateway whose Five9 does not ask for pauses. */
export async function startActs(options: GatewayOptions): Promise<ActsGateway> {
  const gateway = await startGateway({
    ...options,
    settings: { 'five9-config': { skillPause: 0 }, ...options.settings },
  });
  const ask = async (query: string, variables: object, key?: string) => {
    const { data, errors } = await gateway.ask(query, variables, key);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    ...gateway,
    async act(name, input, show, key) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation Act($input: ${type}!) { act: ${name}(input: $input) { ${show} userErrors { code message path vendorCode } } }`;
      return (await ask(query, { input }, key)).act;
    },
    async idOf(field, account, name) {
      const query = `query Find($accounts: [String!], $name: String) { found: ${field}(first: 100, filter: { accounts: $accounts, nameContains: $name }) { edges { node { id name } } } }`;
      const { found } = await ask(query, { accounts: [account], name });
      const edge = found.edges.find(({ node }: { node: { name: string } }) => node.name === name);
      if (!edge) throw new Error(`${account} has no ${name} among its ${field}`);
      return edge.node.id;
    },
  };
}

export { ACCOUNTS };
