import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import type { CentreWorld } from '../../src/simulators/centre/world.ts';
import { untilAnswer } from '../helpers/until.ts';
import { type Followed, followed } from '../program/follow.ts';

import { type GatewayOptions, startGateway, type TestGateway } from '../server/gateway.ts';

/** A world in which a test may have a customer call. */
export type Stage = Centre & Pick<CentreWorld, 'place'>;

/** A gateway over all five vendors on their wires, in a world whose clock the test advances. */
export interface Scene {
  readonly gateway: TestGateway;
  readonly world: Stage;
  /** Asks and answers the data; a refused question fails the test. */
  // biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
  ask(query: string, variables?: object): Promise<any>;
  follow(query: string, variables?: object): Followed;
  /** Makes an idle agent not ready and ready until the gateway received it; answers the position in the log. */
  cursorAfterEventOf(person: SimulatedPerson): Promise<string>;
  /** Lets this many seconds pass in the world. */
  pass(seconds: number): void;
  /** Lets seconds pass, one after the other, until something holds. */
  passUntil(holds: () => boolean, seconds?: number): void;
  close(): Promise<void>;
}

const MOVES = `query ($after: Cursor) {
  events(first: 100, after: $after, filter: { kinds: [AGENT] }) {
    edges { node { ... on AgentEvent { agent { name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Moved {
  readonly agent: { readonly name: string } | null;
}

/** Opens a scene in a world that began some hours before `now` and has lived until then. */
export async function openScene(options: GatewayOptions & { seed: number; now?: Date; hours?: number }) {
  const now = options.now ?? new Date();
  const startsAt = new Date(now.getTime() - (options.hours ?? 0.5) * 3_600_000);
  const world = createCentre({ seed: options.seed, startsAt }) as Stage;
  world.advanceTo(now);
  return sceneOver(world, options);
}

/** Opens a scene in a world as it is. */
export async function sceneOver(world: Stage, options: GatewayOptions = {}): Promise<Scene> {
  const gateway = await startGateway({ ...options, world });
  const sockets: ReturnType<TestGateway['socket']>[] = [];
  const pass = (seconds: number) => world.advanceTo(new Date(world.now().getTime() + seconds * 1_000));
  const ask: Scene['ask'] = async (query, variables) => {
    const { data, errors } = await gateway.ask(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    ...{ gateway, world, pass, ask },
    cursorAfterEventOf: async (person) => {
      const since = async (
        after: string | null,
        agents: readonly string[] = [],
      ): Promise<[string | null, string[]]> => {
        const { events } = await ask(MOVES, { after });
        const names = events.edges.map(({ node }: { node: Moved }) => node.agent?.name);
        const end = events.pageInfo.endCursor ?? after;
        return events.pageInfo.hasNextPage ? since(end, [...agents, ...names]) : [end, [...agents, ...names]];
      };
      let [place] = await since(null);
      return untilAnswer(
        async () => {
          world.setReady(person);
          world.setNotReady(person, null);
          const [end, agents] = await since(place);
          place = end;
          return agents.includes(nameOf(person)) ? place : null;
        },
        (cursor) => cursor !== null,
      ) as Promise<string>;
    },
    follow(query, variables) {
      const socket = gateway.socket();
      sockets.push(socket);
      return followed(socket, query, variables);
    },
    passUntil(holds, seconds = 1_800) {
      for (let passed = 0; !holds(); passed += 1) {
        if (passed > seconds) throw new Error('it never came to that');
        pass(1);
      }
    },
    async close() {
      await Promise.all(sockets.map((socket) => socket.dispose()));
      await gateway.close();
    },
  };
}

/** A person with a free phone, who is given none of the simulated calls. */
export function idle(world: Centre, carrier: SimulatedPerson['carrier'] = 'five9-cti'): SimulatedPerson {
  const found = world.people.find(
    (person) => person.carrier === carrier && person.presence === 'READY' && !world.liveCalls(person).length,
  );
  if (!found) throw new Error('every agent is busy');
  world.setNotReady(found, null);
  return found;
}

/** What a person is called. */
export function nameOf({ firstName, lastName }: SimulatedPerson): string {
  return `${firstName} ${lastName}`;
}

/** The first event that fits. */
export async function untilEvent<Event>(
  { events }: { readonly events: readonly Event[] },
  fits: (one: Event) => boolean,
) {
  return (await untilAnswer(
    async () => events.find(fits) ?? { events },
    () => events.some(fits),
  )) as Event;
}

/** Whether an answer is of this call of the world at a desk. */
export function isOfDesk({ source }: { source: { nativeId: string } }, { id }: SimulatedCall): boolean {
  return source.nativeId.endsWith(`/${id}`);
}
