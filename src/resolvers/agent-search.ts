/** How the recordings of an agent are searched in recorders. */
import { readId } from '../access/global-id.ts';
import type { AgentReference, ListQuery } from '../adapters/adapter.ts';
import type { Person } from '../gateway/people.ts';
import type { Context } from './context.ts';

/** Agents of one operation for whom recorders are searched; for more the recordings are read once, and shared. */
const MOST_SEARCHED = 4;

/** The names by which recorders may list an agent; an empty query where an operation is about many agents. */
export function agentSearch(context: Context, agentId: string): Promise<ListQuery> {
  return context.requestCache
    .loader<string, ListQuery>('searches for agents', (ids) => searches(context, ids))
    .load(agentId);
}

async function searches(context: Context, ids: readonly string[]): Promise<ListQuery[]> {
  if (ids.length > MOST_SEARCHED) return ids.map(() => ({}));
  const index = await context.requestCache.peopleIndex();
  return ids.map((id) => {
    const key = readId(id);
    return { agents: referencesTo(key ? index.identified(key.account, key.nativeId) : undefined) };
  });
}

function referencesTo(person: Person | undefined): AgentReference[] {
  const records = person?.identities.map(({ record }) => record) ?? [];
  return records.flatMap(({ userName, extensions }) => [
    ...(userName ? [{ userName }] : []),
    ...(extensions ?? []).map((extension) => ({ extension })),
  ]);
}
