/** Rules of the guide's notes, checked before a call; nothing is sent where one is violated. */
import { DateTime, Duration } from 'luxon';
import type { CrosspointError } from '../../errors.ts';
import { invalidArgument } from '../../errors.ts';

type Values = Readonly<Record<string, unknown>>;
type Rule = (input: Values, now: Date) => CrosspointError | null;

const LARGEST_CONTENT = 5 * 1024 * 1024;
const CONTENT_NAME = /\.(js|xml|xsl|wav)$/i;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sameLength(first: string, second: string): Rule {
  return (input) =>
    listOf(input[first]).length === listOf(input[second]).length
      ? null
      : invalidArgument(`The number of items must equal that of ${first}`, second);
}

const contentNames: Rule = ({ contentNames: names }) => {
  const wrong = listOf(names).findIndex((name) => !CONTENT_NAME.test(String(name)));
  return wrong < 0 ? null : invalidArgument('The name must end in .js, .xml, .xsl or .wav', 'contentNames', wrong);
};

const contentSize: Rule = ({ contentData }) => {
  const bytes = listOf(contentData).reduce<number>((sum, text) => sum + Buffer.byteLength(String(text), 'base64'), 0);
  return bytes <= LARGEST_CONTENT ? null : invalidArgument('At most 5 MB are allowed in total', 'contentData');
};

const timeOrder: Rule = ({ fromTime, toTime }) => {
  if (typeof fromTime !== 'string' || typeof toTime !== 'string') return null;
  return Date.parse(fromTime) < Date.parse(toTime) ? null : invalidArgument('It must be after fromTime', 'toTime');
};

const noOverride: Rule = ({ override }) =>
  override === null || override === undefined
    ? null
    : invalidArgument('The vendor does not support it yet, so it must be null', 'override');

/** A duration, the moment it ends, or minutes (readings.ts, `max-duration`); any other text is left to the vendor. */
function endOf(text: string, now: Date): DateTime | null {
  const duration = /^\d+$/.test(text) ? Duration.fromObject({ minutes: Number(text) }) : Duration.fromISO(text);
  if (duration.isValid) return DateTime.fromJSDate(now).plus(duration);
  const moment = /^\d{4}-/.test(text) ? DateTime.fromISO(text) : null;
  return moment?.isValid ? moment : null;
}

const batchTimes: Rule = ({ contactBatch }, now) => {
  const { owner, maxDuration, requestedStartTime } = contactBatch as Values;
  if (!owner) return invalidArgument('A value is required', 'contactBatch', 'owner');
  if (!maxDuration) return invalidArgument('A value is required', 'contactBatch', 'maxDuration');
  const latest = DateTime.fromJSDate(now).plus({ hours: 12, seconds: 1 });
  const end = endOf(String(maxDuration), now);
  if (end && end > latest) return invalidArgument('At most 12 hours are allowed', 'contactBatch', 'maxDuration');
  const start = typeof requestedStartTime === 'string' ? DateTime.fromISO(requestedStartTime) : null;
  const last = DateTime.fromJSDate(now).plus({ days: 10 });
  if (!start || start <= last) return null;
  return invalidArgument('At most 10 days from now are allowed', 'contactBatch', 'requestedStartTime');
};

const stateWords =
  (argument: string, ...words: string[]): Rule =>
  (input) => {
    const { state } = input[argument] as Values;
    const known = typeof state === 'string' && words.includes(state);
    return known ? null : invalidArgument(`One of ${words.join(', ')} is expected`, argument, 'state');
  };

const sampleState: Rule = ({ sample }) => {
  const { state } = (sample ?? {}) as Values;
  const words = ['Active', 'All', 'Completed', 'Done'];
  if (state === null || state === undefined || words.includes(String(state))) return null;
  return invalidArgument(`One of ${words.join(', ')} is expected`, 'sample', 'state');
};

const batch = [noOverride, batchTimes];

/** Rules by operation. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  createScript: [sameLength('elementNames', 'elementContents')],
  createScriptUsingContent: [sameLength('contentNames', 'contentData'), contentNames, contentSize],
  listSubCampaignStates: [sampleState],
  changeSubCampaignState: [stateWords('subCampaignState', 'Done', 'Stopping', 'Paused', 'Running')],
  createContactBatch: batch,
  createContactBatchAsync: batch,
  listContactBatchStates: [timeOrder],
  changeContactBatchState: [stateWords('contactBatchState', 'Cancelled')],
  listContactAttempts: [timeOrder],
  listContactAttemptsUsingUser: [timeOrder],
  listContactAttemptsUsingContactBatch: [timeOrder],
};

/** Throws INVALID_ARGUMENT, naming the argument, where a rule is broken. */
export function checkRules(operation: string, input: Values, now: Date): void {
  for (const rule of RULES[operation] ?? []) {
    const broken = rule(input, now);
    if (broken) throw broken;
  }
}
