import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { Call } from '../../schema/call.ts';
import { RecordingConnection } from '../../schema/connections.ts';
import { type AgentFilter, RecordingFilter } from '../../schema/filters.ts';
import { Skill } from '../../schema/skill.ts';
import { mayKnow } from '../access/caller.ts';
import { readIdOf } from '../access/global-id.ts';
import type { Person } from '../gateway/people.ts';
import type { Context } from './context.ts';
import { recordingList } from './conversations.ts';
import { chosenAccounts, narrowedTo, unableAccounts } from './lists.ts';
import { type Order, type PageArguments, pageOf, pageSize } from './paging.ts';
import { ForwardArguments } from './queries.ts';
import { agentReference } from './relations.ts';
import type { AgentView } from './views.ts';

const BY_NAME: Order<AgentView> = { name: 'agent+', length: 2, key: ({ name, id }) => [name.toLowerCase(), id] };

/** Agents over all accounts; a person is listed when one of the chosen accounts knows them. */
export async function agentList(context: Context, filter: AgentFilter, page: PageArguments): Promise<object> {
  pageSize(page);
  const accounts = chosenAccounts(context, 'agents', filter);
  const contributions = await context.requestCache.list('agents', {}, accounts);
  const book = await context.gateway.directory.book({ signal: context.signal, maxAge: 1_000 });
  const chosen = new Set(accounts.map(({ key }) => key));
  const wanted =
    filter.ids &&
    new Set(
      filter.ids
        .map((id) => readIdOf('Agent', id, 'filter', 'ids'))
        .filter(({ account }) => mayKnow(context.caller, account))
        .map(({ account, nativeId }) => book.identified(account, nativeId)),
    );
  const known = book.persons.filter(
    (person) =>
      person.identities.some(({ account }) => chosen.has(account)) &&
      (wanted ? wanted.has(person) : filter.includeInactive === true || isActive(person)),
  );
  const views = known.map((person) => context.views.agent(book, person, (key) => mayKnow(context.caller, key)));
  const part = filter.nameContains?.toLowerCase() ?? '';
  const kept = views.filter(
    (view): view is AgentView =>
      view?.name.toLowerCase().includes(part) === true &&
      (filter.states?.some((state) => state === view.presence) ?? true),
  );
  const { edges, pageInfo } = pageOf(kept, BY_NAME, page);
  const count = (account: string) => kept.filter(({ person }) => knows(person, account)).length;
  return {
    edges,
    pageInfo,
    totalCount: contributions.some(({ error, truncated }) => error || truncated) ? null : kept.length,
    sources: [
      ...contributions.map((contribution) =>
        context.views.report(contribution, contribution.error ? 0 : count(contribution.account)),
      ),
      ...unableAccounts(context, 'agents', filter.accounts),
    ],
  };
}

/** Inactive is a person whom an account calls inactive and none calls active. */
function isActive({ identities }: Person): boolean {
  const said = identities.map(({ record }) => record.active);
  return said.includes(true) || !said.includes(false);
}

function knows({ identities }: Person, account: string): boolean {
  return identities.some((identity) => identity.account === account);
}

const FILTER = { nullable: true, description: 'Which ones; all when left out.' } as const;

/** The fields of an agent that are not in its identities. */
@Resolver(() => Agent)
export class AgentFields {
  @FieldResolver(() => [Skill], { nullable: true })
  async skills(@Root() { person }: AgentView, @Ctx() { views, requestCache: operation }: Context): Promise<object[]> {
    if (!person.identities.some(({ record }) => record.skills?.length)) return [];
    const known = await operation.rows('skills');
    return person.identities.flatMap(({ account, record }) =>
      (record.skills ?? []).map((name) => {
        const found = known.find((skill) => skill.account === account && skill.row.name === name);
        return views.named('Skill', account, found?.row ?? { nativeId: name, name });
      }),
    );
  }

  @FieldResolver(() => [Call], { nullable: true })
  async currentCalls(@Root() { person }: AgentView, @Ctx() context: Context): Promise<object[]> {
    const [book, calls] = await Promise.all([context.requestCache.book(), context.requestCache.rows('calls')]);
    const places = new Set(person.identities.map(({ account, record }) => `${account}/${record.nativeId}`));
    const isTheirs = (one: Person | undefined) =>
      one?.identities.some(({ account, record }) => places.has(`${account}/${record.nativeId}`));
    return calls
      .filter(({ account, row }) => row.state !== 'ENDED' && isTheirs(book.referred(account, agentReference(row))))
      .map(({ account, row }) => context.views.call(account, row));
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
