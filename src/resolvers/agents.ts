import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { Call } from '../../schema/call.ts';
import { RecordingConnection } from '../../schema/connections.ts';
import { type AgentFilter, RecordingFilter } from '../../schema/filters.ts';
import { DateTime } from '../../schema/scalars.ts';
import { Skill } from '../../schema/skill.ts';
import { Presence } from '../../schema/vocabulary.ts';
import { mayKnow } from '../access/caller.ts';
import { readIdOf } from '../access/global-id.ts';
import { pageSize } from '../access/page-size.ts';
import type { SkillRecord } from '../adapters/adapter.ts';
import type { Person } from '../gateway/people.ts';
import type { RequestCache } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { recordingList } from './conversations.ts';
import { narrowedTo } from './lists.ts';
import { ForwardArguments } from './page-arguments.ts';
import { type Order, type PageArguments, pageOf } from './paging.ts';
import { liveCallsOf, presenceOf } from './presence.ts';
import { chosenAccounts, unaskedAccounts } from './sources.ts';
import type { AgentView } from './views.ts';

const BY_NAME: Order<AgentView> = { name: 'agent+', length: 2, key: ({ name, id }) => [name.toLowerCase(), id] };

/** Agents over all accounts; a person is listed when one of the chosen accounts knows them. */
export async function agentList(context: Context, filter: AgentFilter, page: PageArguments): Promise<object> {
  pageSize(page);
  const accounts = chosenAccounts(context, 'agents', filter);
  const contributions = await context.requestCache.list('agents', {}, accounts);
  const index = await context.gateway.directory.peopleIndex({ signal: context.signal, maxAge: 1_000 });
  const chosen = new Set(accounts.map(({ key }) => key));
  const wanted =
    filter.ids &&
    new Set(
      filter.ids
        .map((id) => readIdOf('Agent', id, 'filter', 'ids'))
        .filter(({ account }) => mayKnow(context.caller, account))
        .map(({ account, nativeId }) => index.identified(account, nativeId)),
    );
  const known = index.persons.filter(
    (person) =>
      person.identities.some(({ account }) => chosen.has(account)) &&
      (wanted ? wanted.has(person) : filter.includeInactive === true || isActive(person)),
  );
  const views = known.map((person) => context.views.agent(index, person, (key) => mayKnow(context.caller, key)));
  const part = filter.nameContains?.toLowerCase() ?? '';
  const named = views.filter((view): view is AgentView => view?.name.toLowerCase().includes(part) === true);
  const matching = await inStates(context, named, filter.states);
  const { edges, pageInfo } = pageOf(matching, BY_NAME, page);
  const count = (account: string) => matching.filter(({ person }) => knows(person, account)).length;
  return {
    edges,
    pageInfo,
    totalCount: contributions.some(({ error, truncated }) => error || truncated) ? null : matching.length,
    sources: [
      ...contributions.map((contribution) =>
        context.views.report(contribution, contribution.error ? 0 : count(contribution.account)),
      ),
      ...unaskedAccounts(context, accounts, { role: 'agents', filter }),
    ],
  };
}

/** Inactive is a person whom an account calls inactive and none calls active. */
function isActive({ identities }: Person): boolean {
  const said = identities.map(({ record }) => record.active);
  return said.includes(true) || !said.includes(false);
}

/** The agents whose presence is one of these; all of them where no states are asked for. */
async function inStates(
  { requestCache }: Context,
  agents: readonly AgentView[],
  states: AgentFilter['states'],
): Promise<readonly AgentView[]> {
  if (!states) return agents;
  const known = await Promise.all(agents.map(({ person }) => presenceOf(requestCache, person)));
  return agents.filter((_, at) => states.some((state) => state === known[at]?.presence));
}

function knows({ identities }: Person, account: string): boolean {
  return identities.some((identity) => identity.account === account);
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
