import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { Call } from '../../schema/call.ts';
import { RecordingConnection } from '../../schema/connections.ts';
import { type AgentFilter, RecordingFilter } from '../../schema/filters.ts';
import { DateTime } from '../../schema/scalars.ts';
import { Skill } from '../../schema/skill.ts';
import { Presence } from '../../schema/vocabulary.ts';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import { readIdOf } from '../access/global-id.ts';
import { pageSize } from '../access/page-size.ts';
import type { SkillRecord } from '../adapters/adapter.ts';
import type { PeopleIndex, Person } from '../gateway/people.ts';
import type { RequestCache } from '../gateway/request-cache.ts';
import { AGENT_ORDER, countsOf, type SelectedAgents, sortedAgents } from './agent-index.ts';
import type { Context } from './context.ts';
import { recordingList } from './conversations.ts';
import { narrowedTo } from './lists.ts';
import { ForwardArguments } from './page-arguments.ts';
import { cutPage, type PageArguments } from './paging.ts';
import { liveCallsOf, presenceOf, presencesOf } from './presence.ts';
import { chosenAccounts, unaskedAccounts } from './sources.ts';
import type { AgentView } from './views.ts';

/** Agents over all accounts; a person is listed when one of the chosen accounts knows them. */
export async function agentList(context: Context, filter: AgentFilter, page: PageArguments): Promise<object> {
  pageSize(page);
  const { caller, requestCache, views } = context;
  const accounts = chosenAccounts(context, 'agents', filter);
  const contributions = await requestCache.list('agents', {}, accounts);
  const index = await requestCache.currentPeopleIndex();
  const chosen = accounts.map(({ key }) => key);
  const listed = await sortedAgents(index, caller);
  // Not before: an event in between would drop the list, which would be read once more for the index.
  await context.pieces?.rest();
  const named = await listed.select({
    ...filter,
    chosen,
    persons: personsOf(filter.ids, index, caller),
  });
  const matching = filter.states ? await inStates(requestCache, named, filter.states) : named;
  const { edges, pageInfo } = cutPage(matching.items, AGENT_ORDER, page);
  const counts = matching.counts ?? countsOf(matching.items);
  return {
    edges: edges.map((edge) => edge.showing(views.agent(index, edge.node.visible, () => true))),
    pageInfo,
    totalCount: contributions.some(({ error, truncated }) => error || truncated) ? null : matching.items.length,
    sources: [
      ...contributions.map((contribution) =>
        views.report(contribution, contribution.error ? 0 : (counts.get(contribution.account) ?? 0)),
      ),
      ...unaskedAccounts(context, accounts, { role: 'agents', filter }),
    ],
  };
}

/** The persons of these ids that are visible to the caller; null without ids. */
function personsOf(
  ids: readonly string[] | null | undefined,
  index: PeopleIndex,
  caller: Caller,
): ReadonlySet<Person> | null {
  if (!ids) return null;
  const places = ids.map((id) => readIdOf('Agent', id, 'filter', 'ids'));
  const known = places.filter(({ account }) => mayUseAccount(caller, account));
  return new Set(known.flatMap(({ account, nativeId }) => index.identified(account, nativeId) ?? []));
}

/** The agents whose presence is one of these. */
async function inStates(
  requestCache: RequestCache,
  { items }: SelectedAgents,
  states: NonNullable<AgentFilter['states']>,
): Promise<SelectedAgents> {
  const known = await presencesOf(
    requestCache,
    items.map(({ visible }) => visible),
  );
  return { items: items.filter((_, at) => states.some((state) => state === known[at]?.presence)) };
}

/** The presence an event carries for its agent, else the derived one. */
async function stateOf(requestCache: RequestCache, { presenceState, person }: AgentView) {
  return presenceState === undefined ? presenceOf(requestCache, person) : presenceState;
}

interface NamedSkill {
  readonly isListed: boolean;
  readonly account: string;
  readonly row: SkillRecord;
}

/** Each skill name once: as an account lists it, where one does. */
function onceByName(skills: readonly NamedSkill[]): readonly NamedSkill[] {
  const byName = new Map<string, NamedSkill>();
  for (const skill of skills) {
    const name = skill.row.name.toLowerCase();
    const known = byName.get(name);
    if (!known || (skill.isListed && !known.isListed)) byName.set(name, skill);
  }
  return [...byName.values()];
}

const FILTER = { nullable: true, description: 'Conditions; absent, every object matches.' } as const;

/** The fields of an agent that are not in its identities. */
@Resolver(() => Agent)
export class AgentFields {
  @FieldResolver(() => [Skill], { nullable: true })
  async skills(@Root() { person }: AgentView, @Ctx() { views, requestCache: operation }: Context): Promise<object[]> {
    if (!person.identities.some(({ record }) => record.skills?.length)) return [];
    const known = await operation.rows('skills');
    const skills = person.identities.flatMap(({ account, record }) =>
      (record.skills ?? []).map((name) => {
        const found = known.find((skill) => skill.account === account && skill.row.name === name);
        return { isListed: found !== undefined, account, row: found?.row ?? { nativeId: name, name } };
      }),
    );
    return onceByName(skills).map(({ account, row }) => views.named('Skill', account, row));
  }

  @FieldResolver(() => Presence, { nullable: true })
  async presence(@Root() agent: AgentView, @Ctx() { requestCache }: Context): Promise<Presence | null> {
    return (await stateOf(requestCache, agent))?.presence ?? null;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  async presenceSince(@Root() agent: AgentView, @Ctx() { requestCache }: Context): Promise<string | null> {
    return (await stateOf(requestCache, agent))?.since ?? null;
  }

  @FieldResolver(() => [Call], { nullable: true })
  async currentCalls(@Root() { person }: AgentView, @Ctx() context: Context): Promise<object[]> {
    const calls = await liveCallsOf(context.requestCache, person);
    return calls.map(({ account, row }) => context.views.call(account, row));
  }

  @FieldResolver(() => RecordingConnection, { nullable: true })
  recordings(
    @Root() agent: AgentView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => RecordingFilter, FILTER) filter: RecordingFilter | null,
  ): Promise<object> {
    return recordingList(context, narrowedTo('agentId', agent.id, filter), page);
  }
}
