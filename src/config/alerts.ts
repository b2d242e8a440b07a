import * as z from 'zod';
import { AlertFigure, type MetricDimension } from '../../schema/vocabulary.ts';

const DIMENSIONS = ['QUEUE', 'CAMPAIGN', 'AGENT_GROUP'] as const satisfies readonly MetricDimension[];

/** Figures of agents, which no vendor reports by queue or campaign. */
const OF_AGENTS: readonly AlertFigure[] = [
  ...(['OCCUPANCY', 'AGENTS_LOGGED_IN', 'AGENTS_READY', 'AGENTS_NOT_READY', 'AGENTS_ON_CALL'] as const),
  'AGENTS_IN_WRAP_UP',
];
/** Figures of conversations, which belong to no agent. */
const OF_CONVERSATIONS: readonly AlertFigure[] = [
  ...(['CALLS_WAITING', 'LONGEST_WAIT', 'ABANDONED', 'ABANDON_RATE', 'SERVICE_LEVEL'] as const),
  'AVERAGE_SPEED_OF_ANSWER',
];

const DAY_SECONDS = 86_400;

const ruleShape = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'may hold letters, digits, . _ and -')
    .describe('Name of the rule: letters, digits, `.`, `_` and `-`; unique.'),
  figure: z.enum(Object.values(AlertFigure)).describe('The current figure, as in `AlertFigure` of the schema.'),
  above: z.number().optional().describe('Raises the alert when the figure is greater; either this or `below`.'),
  below: z.number().optional().describe('Raises the alert when the figure is less; either this or `above`.'),
  forSeconds: z
    .int()
    .min(0)
    .max(DAY_SECONDS)
    .default(60)
    .describe('Seconds for which the condition holds without a break before the alert is raised. Default: 60.'),
  clearAt: z
    .number()
    .optional()
    .describe(
      'Value that the figure reaches before the alert is cleared, between the threshold and normal. Default: the threshold.',
    ),
  clearForSeconds: z
    .int()
    .min(0)
    .max(DAY_SECONDS)
    .optional()
    .describe(
      'Seconds for which the figure is there without a break before the alert is cleared. Default: `forSeconds`.',
    ),
  groupBy: z
    .enum(DIMENSIONS)
    .optional()
    .describe('One alert for each queue, campaign or agent group. Default: one for each account.'),
  names: z
    .array(z.string().min(1).max(250))
    .min(1)
    .max(100)
    .optional()
    .describe('Names of the queues, campaigns or agent groups of `groupBy`. Default: all.'),
  accounts: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Accounts with an event stream, each by itself. Default: all that have one.'),
  serviceLevelSeconds: z
    .int()
    .min(1)
    .max(600)
    .optional()
    .describe("Threshold of the service level in seconds, for SERVICE_LEVEL. Default: the vendor's."),
  enabled: z.boolean().default(true).describe('Whether the rule is applied. Default: true.'),
});

type RuleShape = z.infer<typeof ruleShape>;

/** The problem of a rule whose keys are valid by themselves. */
function problemOf(rule: RuleShape): readonly [key: keyof RuleShape, message: string] | null {
  const { figure, above, below, clearAt, groupBy, names, serviceLevelSeconds } = rule;
  if ((above === undefined) === (below === undefined)) return ['above', 'is required, or below instead; not both'];
  if (clearAt !== undefined && above !== undefined && clearAt > above) return ['clearAt', 'must be at most above'];
  if (clearAt !== undefined && below !== undefined && clearAt < below) return ['clearAt', 'must be at least below'];
  if (names && !groupBy) return ['names', 'needs groupBy'];
  if (serviceLevelSeconds !== undefined && figure !== 'SERVICE_LEVEL')
    return ['serviceLevelSeconds', 'is only for the figure SERVICE_LEVEL'];
  const isOfAgents = groupBy === 'AGENT_GROUP';
  if (groupBy && (isOfAgents ? OF_CONVERSATIONS : OF_AGENTS).includes(figure))
    return ['groupBy', `must not be ${groupBy}: no vendor reports ${figure} by it`];
  return null;
}

/** A rule of the configuration that raises alerts. */
export const alertShape = ruleShape.superRefine((rule, context) => {
  const problem = problemOf(rule);
  if (problem) context.addIssue({ code: 'custom', path: [problem[0]], message: problem[1] });
});

/** The rules of a configuration. */
export const alertsShape = z
  .array(alertShape)
  .max(100)
  .default([])
  .describe('Rules that raise alerts when current figures cross thresholds, at most 100. Default: none.');

/** A rule with everything filled in. */
export type AlertSettings = z.infer<typeof alertShape>;

/** Threshold and side of a rule. */
export function thresholdOf({ above, below = 0 }: Pick<AlertSettings, 'above' | 'below'>) {
  return above === undefined
    ? ({ comparison: 'BELOW', threshold: below } as const)
    : ({ comparison: 'ABOVE', threshold: above } as const);
}
