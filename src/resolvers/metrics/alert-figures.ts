import type { AlertFigure } from '../../../schema/vocabulary.ts';
import type { AlertSubject } from '../../adapters/alert-record.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { GroupFigures } from '../../alerts/watched.ts';
import type { AlertSettings } from '../../config/alerts.ts';
import { ratio } from '../../figures/ratios.ts';
import type { Context } from '../context.ts';
import type { GroupValues } from './grouping.ts';
import { realtimeRows } from './realtime.ts';

type Figures = Awaited<ReturnType<typeof realtimeRows>>['rows'][number]['figures'];

const agents = (figures: Figures, isMeant: (presence: string) => boolean) =>
  figures.agentsByPresence.reduce((sum, { presence, count }) => sum + (isMeant(presence) ? count : 0), 0);

const VALUES: Readonly<Record<AlertFigure, (figures: Figures) => number | null | undefined>> = {
  CALLS_WAITING: ({ callsWaiting }) => callsWaiting,
  LONGEST_WAIT: ({ longestWaitSeconds }) => longestWaitSeconds,
  LONGEST_CALL: ({ longestCallSeconds }) => longestCallSeconds,
  OFFERED: ({ offered }) => offered,
  ANSWERED: ({ answered }) => answered,
  ABANDONED: ({ abandoned }) => abandoned,
  ABANDON_RATE: ({ abandoned, offered }) => (abandoned == null || offered == null ? null : ratio(abandoned, offered)),
  SERVICE_LEVEL: ({ serviceLevel }) => serviceLevel,
  AVERAGE_SPEED_OF_ANSWER: ({ averageSpeedOfAnswerSeconds }) => averageSpeedOfAnswerSeconds,
  AVERAGE_HANDLE_TIME: ({ averageHandleSeconds }) => averageHandleSeconds,
  OCCUPANCY: ({ occupancy }) => occupancy,
  AGENTS_LOGGED_IN: (figures) => agents(figures, (presence) => presence !== 'LOGGED_OUT'),
  AGENTS_READY: (figures) => agents(figures, (presence) => presence === 'READY'),
  AGENTS_NOT_READY: (figures) => agents(figures, (presence) => presence === 'NOT_READY'),
  AGENTS_ON_CALL: (figures) => agents(figures, (presence) => presence === 'ON_CALL'),
  AGENTS_IN_WRAP_UP: (figures) => agents(figures, (presence) => presence === 'WRAP_UP'),
};

/** Figures that are 0 where there is nothing to count. */
const COUNTS: readonly AlertFigure[] = [
  ...(['CALLS_WAITING', 'OFFERED', 'ANSWERED', 'ABANDONED', 'AGENTS_LOGGED_IN', 'AGENTS_READY'] as const),
  ...(['AGENTS_NOT_READY', 'AGENTS_ON_CALL', 'AGENTS_IN_WRAP_UP'] as const),
];

/** The value of a figure of a group in which nothing is counted. */
export function emptyValue({ figure }: AlertSettings): number | null {
  return COUNTS.includes(figure) ? 0 : null;
}

/** The figures of a rule at one account by the names of their groups; undefined while nothing is received of the account. */
export async function alertFigures(context: Context, rule: AlertSettings, account: string): Promise<GroupFigures> {
  const { groupBy, figure, serviceLevelSeconds = null } = rule;
  checkAccount(context, rule, account);
  if (!context.figures.listening.isOpen(account)) return undefined;
  const needsCampaigns = groupBy === 'CAMPAIGN' || (figure === 'SERVICE_LEVEL' && serviceLevelSeconds === null);
  const { rows } = await realtimeRows(context, {
    groupBy: groupBy ? [groupBy] : [],
    filter: { accounts: [account] },
    serviceLevelSeconds,
    unread: { people: groupBy !== 'AGENT_GROUP', campaigns: !needsCampaigns },
  });
  return new Map(
    rows.flatMap(({ values, figures }) => {
      const [name, subject] = subjectOf(rule, values);
      const value = VALUES[figure](figures) ?? null;
      return name === null ? [] : [[name, { subject, value }] as const];
    }),
  );
}

/** The name of a row's group and what it is; null for calls without the property. */
function subjectOf({ groupBy }: AlertSettings, values: GroupValues): readonly [string | null, AlertSubject] {
  if (groupBy === 'QUEUE') {
    const queue = values.queue?.queue ?? null;
    return [queue && (queue.name ?? queue.nativeId ?? null), { queue }];
  }
  if (groupBy === 'CAMPAIGN') {
    const campaign = values.campaign;
    const name = campaign && (campaign.listed?.row.name ?? campaign.reference.name ?? campaign.reference.nativeId);
    return [name ?? null, { campaign: campaign?.reference ?? null }];
  }
  if (groupBy === 'AGENT_GROUP') return [values.agentGroup ?? null, { agentGroup: values.agentGroup ?? null }];
  return ['', {}];
}

function checkAccount({ gateway }: Pick<Context, 'gateway'>, { figure }: AlertSettings, account: string): void {
  const adapter = gateway.account(account)?.adapter;
  if (!adapter) throw new CrosspointError('FAILED_PRECONDITION', `There is no account ${account}`);
  if (!adapter.events || adapter.observesCalls)
    throw new CrosspointError('FAILED_PRECONDITION', `The account ${account} has no event stream of calls and agents`);
  if ((figure === 'CALLS_WAITING' || figure === 'LONGEST_WAIT') && !adapter.reportsQueue)
    throw new CrosspointError('FAILED_PRECONDITION', `The account ${account} does not report waiting calls`);
}
