import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';
import type { CrosspointClient } from './client.ts';
import {
  type LiveAgentFragment,
  type LiveCallFragment,
  WatchAgentsDocument,
  WatchCallsDocument,
} from './generated/documents.ts';
import type { CallFilter, Presence } from './generated/schema.ts';
import { type LiveList, LiveListStore } from './live-list.ts';

const ClientContext = createContext<CrosspointClient | null>(null);

/** Makes a client available to the hooks below it. */
export function CrosspointProvider(props: { client: CrosspointClient; children?: ReactNode }): ReactElement {
  return createElement(ClientContext.Provider, { value: props.client }, props.children);
}

function useClient(): CrosspointClient {
  const client = useContext(ClientContext);
  if (client) return client;
  throw new Error('Wrap the component in <CrosspointProvider client={createClient({ url, key })}>');
}

/** Conditions of `useCalls`; only such that a live call does not change, and the state. */
export type LiveCallFilter = Pick<CallFilter, 'accounts' | 'vendors' | 'ids' | 'directions' | 'states'>;

function callStore(client: CrosspointClient, { states, ...filter }: LiveCallFilter) {
  // A call that leaves a state has no event under a filter of states, so that they are compared here.
  const isShown = ({ state }: LiveCall) => (states ? states.includes(state) : state !== 'ENDED');
  return new LiveListStore({
    client,
    document: WatchCallsDocument,
    variables: { filter },
    eventOf: (data) => data.callChanged,
    change: ({ call }) => ({ id: call.id, item: isShown(call) ? call : null }),
  });
}

function agentStore(client: CrosspointClient) {
  return new LiveListStore({
    client,
    document: WatchAgentsDocument,
    variables: {},
    eventOf: (data) => data.agentChanged,
    change: ({ agent, presence }) =>
      agent && { id: agent.id, item: { ...agent, presence: presence ?? agent.presence } },
  });
}

/** A call as the hooks show it. */
export type LiveCall = LiveCallFragment;

/** An agent as the hooks show it. */
export type LiveAgent = LiveAgentFragment;

/** The live calls that match a filter, followed while the component is shown. Requires `calls:read`. */
export function useCalls(filter: LiveCallFilter = {}): LiveList<LiveCall> {
  const client = useClient();
  const key = JSON.stringify(filter);
  // A filter of equal content is the same filter.
  const store = useMemo(() => callStore(client, filter), [client, key]);
  return useSyncExternalStore(store.observe, store.current, store.current);
}

/** One call while it is live; `call` is null before it is known and after it ended. Requires `calls:read`. */
export function useCall(id: string): Omit<LiveList<LiveCall>, 'items'> & { readonly call: LiveCall | null } {
  const { items, ...connection } = useCalls({ ids: [id] });
  return { ...connection, call: items[0] ?? null };
}

/** The floor as it is now. */
export interface Floor {
  readonly calls: readonly LiveCall[];
  readonly agents: readonly LiveAgent[];
  /** Calls that wait in a queue. */
  readonly waiting: number;
  /** Start of the call that waits longest; null when none waits or the vendor does not report it. */
  readonly waitingSince: string | null;
  /** Number of agents by presence. */
  readonly presences: Readonly<Partial<Record<Presence, number>>>;
  readonly status: LiveList<unknown>['status'];
  readonly error: Error | undefined;
}

function countPresences(agents: readonly LiveAgent[]): Partial<Record<Presence, number>> {
  const counts: Partial<Record<Presence, number>> = {};
  for (const { presence } of agents) if (presence) counts[presence] = (counts[presence] ?? 0) + 1;
  return counts;
}

function floorOf(calls: LiveList<LiveCall>, agents: LiveList<LiveAgent>): Floor {
  const waiting = calls.items.filter(({ state }) => state === 'QUEUED');
  const starts = waiting.flatMap(({ startedAt }) => startedAt ?? []);
  const worse = calls.status === 'live' ? agents : calls;
  return {
    calls: calls.items,
    agents: agents.items,
    waiting: waiting.length,
    waitingSince: starts.sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null,
    presences: countPresences(agents.items),
    status: worse.status,
    error: worse.error,
  };
}

/** The calls and agents of the floor with the figures of a wallboard. Requires `calls:read`. */
export function useFloor(): Floor {
  const client = useClient();
  const calls = useCalls();
  const store = useMemo(() => agentStore(client), [client]);
  const agents = useSyncExternalStore(store.observe, store.current, store.current);
  return useMemo(() => floorOf(calls, agents), [calls, agents]);
}
