import type { AlertRecord, AlertSubject } from '../adapters/alert-record.ts';
import { type AlertSettings, thresholdOf } from '../config/alerts.ts';
import type { FigureValue } from './condition.ts';

/** The figure of a rule for one group. */
interface GroupFigure {
  readonly subject: AlertSubject;
  readonly value: FigureValue;
}

/** Figures by the names of their groups; undefined while nothing is received of the account. */
export type GroupFigures = ReadonlyMap<string, GroupFigure> | undefined;

/** One figure that a rule watches. */
export interface Watched {
  readonly key: string;
  readonly account: string;
  readonly rule: AlertSettings;
  readonly figure: GroupFigure;
}

/** The known figures of a rule: those whose condition is met or whose alert is raised. */
interface Known {
  keys(): Iterable<string>;
  subject(key: string): AlertSubject | undefined;
  /** The value of a group that has no calls and agents. */
  readonly empty: FigureValue;
}

/** The figures that a rule watches at an account: of groups with calls or agents, of named groups, and of those watched before. */
export function watchedOf(rule: AlertSettings, account: string, figures: GroupFigures, known: Known): Watched[] {
  const { names, groupBy } = rule;
  const groups = new Map([...(figures ?? [])].filter(([name]) => names?.includes(name) ?? true));
  const value = figures && known.empty;
  for (const name of names ?? [])
    if (!groups.has(name)) groups.set(name, { subject: subjectNamed(groupBy, name), value });
  for (const key of known.keys()) {
    const { name } = placeOf(key);
    if (key !== keyOf(rule, account, name) || groups.has(name) || !isWatched(rule, [account], key)) continue;
    groups.set(name, { subject: known.subject(key) ?? subjectNamed(groupBy, name), value });
  }
  return [...groups].map(([name, figure]) => ({ key: keyOf(rule, account, name), account, rule, figure }));
}

/** Whether a rule watches the figure of a key at one of these accounts. */
export function isWatched(rule: AlertSettings, accounts: readonly string[], key: string): boolean {
  const { account, name } = placeOf(key);
  return key === keyOf(rule, account, name) && accounts.includes(account) && (rule.names?.includes(name) ?? true);
}

/** Whether an alert was raised for the figure and the side of the threshold that its rule has now. */
export function isOf(rule: AlertSettings, { figure, comparison }: AlertRecord): boolean {
  return figure === rule.figure && comparison === thresholdOf(rule).comparison;
}

/** A text that is equal for the same figure of a rule. */
function keyOf({ id, groupBy }: AlertSettings, account: string, name: string): string {
  return JSON.stringify([id, account, groupBy ?? '', name]);
}

function placeOf(key: string) {
  const [, account = '', , name = ''] = JSON.parse(key) as string[];
  return { account, name };
}

/** A group that has no calls and agents, by the name alone. */
function subjectNamed(groupBy: AlertSettings['groupBy'], name: string): AlertSubject {
  if (groupBy === 'QUEUE') return { queue: { name } };
  if (groupBy === 'CAMPAIGN') return { campaign: { name } };
  return groupBy === 'AGENT_GROUP' ? { agentGroup: name } : {};
}
