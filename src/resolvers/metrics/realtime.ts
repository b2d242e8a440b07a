import type { MetricFilter } from '../../../schema/metric-group.ts';
import type { MetricDimension } from '../../../schema/vocabulary.ts';
import { agentKey } from '../../figures/agent-time.ts';
import type { AccountHandle } from '../../gateway/account-handle.ts';
import { accountRows } from '../../gateway/request-cache.ts';
import type { Context } from '../context.ts';
import { type Group, type Grouping, groupingOf, type UnreadLists } from './grouping.ts';
import { type AgentReport, agentReport, agentRow, FloorCounts, type LiveCall, liveLegs, liveRow } from './live.ts';
import { coverageOfAccounts, groupView, type MetricRowBuilder } from './rows.ts';
import { checkDimensions, scopeOf } from './scope.ts';
import { thresholdsOf } from './thresholds.ts';
import { relevantMeasures, type Thresholds, Totals } from './totals.ts';

/** The selection of current figures. */
interface RealtimeQuestion {
  readonly groupBy: readonly MetricDimension[];
  readonly filter: MetricFilter;
  readonly serviceLevelSeconds: number | null;
  /** The lists that are not read, where no figure that is used depends on them. */
  readonly unread?: UnreadLists;
}

/** The current figures that a caller may see. */
export async function realtimeMetrics(context: Context, question: RealtimeQuestion) {
  const { rows, now } = await realtimeRows(context, question);
  const shown = rows.map(async ({ values, figures }) => ({ ...(await groupView(context, values)), ...figures }));
  return { rows: await Promise.all(shown), measuredAt: new Date(now).toISOString() };
}

/** The current figures of each group, by the groups' keys. */
export async function realtimeRows(context: Context, question: RealtimeQuestion) {
  const { groupBy, filter } = question;
  const accounts = scopeOf(context, filter);
  checkDimensions(groupBy, accounts);
  const grouping = await groupingOf(context, groupBy, filter, question.unread);
  const thresholds = await thresholdsOf(context, grouping, question.serviceLevelSeconds);
  const polled = await readPolled(context, accounts);
  const now = context.gateway.now().getTime();
  const rows = new Map<string, MetricRowBuilder>();
  const parts = { context, accounts, grouping, thresholds, rows, now };
  addStanding(parts);
  addTotals(parts);
  addLive(parts, polled);
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return { rows: sorted.map(([, row]) => ({ values: row.values, figures: rowFigures(parts, row) })), now };
}

interface Parts {
  readonly context: Context;
  readonly accounts: readonly AccountHandle[];
  readonly grouping: Grouping;
  readonly thresholds: Thresholds;
  readonly rows: Map<string, MetricRowBuilder>;
  readonly now: number;
}

function rowOf({ rows }: Parts, { key, values }: Group): MetricRowBuilder {
  const known = rows.get(key) ?? { values, accounts: new Set(), totals: new Totals(), live: new FloorCounts() };
  rows.set(key, known);
  return known;
}

/** The rows that are shown although nothing counts in them. */
function addStanding(parts: Parts): void {
  const { accounts, grouping } = parts;
  if (grouping.standing === null) return;
  if (grouping.standing === 'WHOLE') rowOf(parts, { key: '[]', values: {} });
  for (const { key } of accounts) {
    const place = grouping.standing === 'WHOLE' ? '[]' : JSON.stringify([key]);
    rowOf(parts, { key: place, values: grouping.standing === 'WHOLE' ? {} : { account: key } }).accounts.add(key);
  }
}

/** Adds what was counted since midnight. */
function addTotals(parts: Parts): void {
  const { context, accounts, grouping, thresholds, now } = parts;
  for (const { key } of accounts)
    for (const { dimensions, measures } of context.figures.today(key, now)) {
      const relevant = relevantMeasures(measures, grouping);
      if (!relevant || (grouping.isByAgent && !dimensions.agent)) continue;
      for (const group of grouping.groupsOf(dimensions)) {
        const row = rowOf(parts, group);
        row.accounts.add(key);
        row.totals.add(dimensions, relevant, thresholds);
      }
    }
}

/** The calls and agents of accounts without a stream, as these list them now. */
async function readPolled({ requestCache }: Context, accounts: readonly AccountHandle[]) {
  const polled = accounts.filter(({ adapter }) => adapter.events === undefined);
  const withCalls = polled.filter(({ adapter, roles }) => roles.includes('calls') && !adapter.callsNeedNumber);
  const withAgents = polled.filter(({ roles }) => roles.includes('agents'));
  const [calls, agents] = await Promise.all([
    requestCache.list('calls', {}, withCalls),
    requestCache.list('agents', {}, withAgents),
  ]);
  return {
    calls: accountRows(calls)
      .filter(({ row }) => row.state !== 'ENDED')
      .map(liveRow),
    agents: accountRows(agents).flatMap(agentRow),
  };
}

/** Adds live calls and agents; those of a stream that is down are unknown. */
function addLive(
  parts: Parts,
  polled: { readonly calls: readonly LiveCall[]; readonly agents: readonly AgentReport[] },
) {
  const { context, accounts, grouping } = parts;
  const { figures } = context;
  const received = new Set(
    accounts.filter(({ key, adapter }) => adapter.events && figures.listening.isOpen(key)).map(({ key }) => key),
  );
  const conversations = [...figures.conversations].filter(({ account }) => received.has(account));
  const legs = conversations.flatMap((conversation) => liveLegs(conversation, figures.factsOf(conversation.account)));
  for (const call of [...legs, ...polled.calls]) addCall(parts, call);
  if (!grouping.hasAgentTime) return;
  const reports = [...figures.agents.all].filter(({ account }) => received.has(account)).flatMap(agentReport);
  for (const report of [...reports, ...polled.agents]) addAgent(parts, report);
}

function addCall(parts: Parts, call: LiveCall): void {
  if (call.state === 'QUEUED' && parts.grouping.isByAgent) return;
  for (const group of parts.grouping.groupsOf(call.dimensions)) {
    const row = rowOf(parts, group);
    row.accounts.add(call.dimensions.account);
    row.live.addCall(call);
  }
}

function addAgent(parts: Parts, report: AgentReport): void {
  const { account, agent } = report.dimensions;
  const person = parts.grouping.person(account, agent);
  const [first] = person?.identities ?? [];
  const key = first ? `${first.account} ${first.record.nativeId}` : agentKey(account, agent ?? {});
  for (const group of parts.grouping.groupsOf(report.dimensions)) {
    const row = rowOf(parts, group);
    row.accounts.add(account);
    row.live.addAgent(key, report);
  }
}

function rowFigures({ context, grouping, thresholds, now }: Parts, { accounts, totals, live }: MetricRowBuilder) {
  const { figures, gateway } = context;
  const keys = [...accounts];
  const midnights = keys.map((key) => figures.day(key, now).from);
  const coverage = coverageOfAccounts(context, keys, (key) => ({ from: figures.day(key, now).from, to: now }));
  const reportsQueue = keys.some((key) => gateway.account(key)?.adapter.reportsQueue && figures.listening.isOpen(key));
  const since = Math.min(now, ...midnights);
  const unknown = { offered: null, answered: null, abandoned: null };
  return {
    ...live.calls(now, reportsQueue && !grouping.isByAgent),
    ...live.agents(),
    ...(coverage > 0 ? totals.counts(grouping.isByAgent) : unknown),
    ...totals.serviceLevel(thresholds),
    ...totals.averages(grouping.hasAgentTime),
    since: new Date(since).toISOString(),
    coverage,
  };
}
