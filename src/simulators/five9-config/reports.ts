import { DateTime } from 'luxon';
import type { SimulatedCall } from '../centre/model.ts';
import type { AnswerInput, Answers, ConfigRequest } from './answers.ts';
import { type ConfigValues, fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** Reports of calls, by folder and name. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  'Call Log Reports': ['Call Log'],
  'Agent Reports': ['Agent Calls'],
  'Shared Reports': ['Test Report'],
};
/** Milliseconds a report takes on the world's clock. */
const TAKES = 3_000;
/** Most records of a report as text, and as a table (guide p. 209, 210). */
const MOST_RECORDS = 50_000;
const MOST_ROWS = 5_000;

type Column = (call: SimulatedCall) => string | null | undefined;

const COLUMNS: Readonly<Record<string, Column>> = {
  'CALL ID': ({ id }) => id,
  TIMESTAMP: ({ startedAt }) => pacificTime(startedAt),
  CAMPAIGN: ({ campaign }) => campaign?.name,
  'CALL TYPE': ({ direction }) => (direction === 'INBOUND' ? 'Inbound' : 'Outbound'),
  AGENT: ({ person }) => person.userName,
  'AGENT NAME': ({ person }) => `${person.firstName} ${person.lastName}`,
  DISPOSITION: ({ disposition }) => disposition,
  ANI: ({ ani }) => ani,
  'CUSTOMER NAME': ({ customerName }) => customerName,
  DNIS: ({ dnis }) => dnis,
  'CALL TIME': (call) => duration(call),
};

/** Reports are in Pacific time (guide p. 208). */
function pacificTime(date: Date): string {
  return DateTime.fromJSDate(date, { zone: 'America/Los_Angeles' }).toFormat('yyyy-MM-dd HH:mm:ss.SSS');
}

function duration({ connectedAt, disconnectedAt }: SimulatedCall): string {
  const seconds = connectedAt && disconnectedAt ? (disconnectedAt.getTime() - connectedAt.getTime()) / 1_000 : 0;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

type Criteria = NonNullable<AnswerInput<'runReport'>['criteria']>;

/** The names of a call by kind of object, by which reports are filtered; other kinds filter nothing. */
const OBJECTS: Readonly<Record<string, (call: SimulatedCall) => readonly (string | null | undefined)[]>> = {
  Campaign: ({ campaign }) => [campaign?.name],
  User: ({ person }) => [person.userName],
  AgentGroup: ({ person }) => [person.group],
  Skill: ({ campaign }) => campaign?.skills ?? [],
  Disposition: ({ disposition }) => [disposition],
  List: ({ campaign }) => campaign?.lists ?? [],
};

function fits(call: SimulatedCall, { time, reportObjects }: Criteria): boolean {
  const at = call.startedAt.getTime();
  if (time?.start && at < Date.parse(time.start)) return false;
  if (time?.end && at >= Date.parse(time.end)) return false;
  return (reportObjects ?? []).every(({ objectNames, objectType }) => {
    const of = OBJECTS[objectType ?? ''];
    return !of || !objectNames?.length || of(call).some((name) => objectNames.some((wanted) => wanted === name));
  });
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Report {
  rows: string[][] | null;
}

function report(domain: Domain, criteria: Criteria): string[][] {
  const calls = domain.centre.calls.filter((call) => call.carrier === 'five9-cti' && fits(call, criteria));
  return calls.slice(0, MOST_RECORDS).map((call) => Object.values(COLUMNS).map((column) => column(call) ?? ''));
}

/** The chapter Reports: calls of the centre, available after a delay. */
export function reportAnswers(domain: Domain): Answers {
  const reports = new Map<string, Report>();
  const find = (identifier: string) =>
    reports.get(identifier) ?? fail('UnknownIdentifierFault', `Unknown report "${identifier}".`);
  const rowsOf = (identifier: string) =>
    find(identifier).rows ?? fail('ResultIsNotReadyFault', 'The report is running.');
  const header = Object.keys(COLUMNS);
  return {
    runReport({ folderName, reportName, criteria }) {
      if (!REPORTS[folderName]?.includes(reportName))
        fail('ReportNotFoundFault', `There is no report "${reportName}".`, { folder: folderName, reportName });
      const identifier = `E0F0BC9A5544767B${String(reports.size + 1).padStart(8, '0')}`;
      const running: Report = { rows: null };
      reports.set(identifier, running);
      domain.centre.after(TAKES, () => {
        running.rows = report(domain, criteria ?? {});
        domain.changes.notify();
      });
      return identifier;
    },
    async isReportRunning({ identifier, timeout }, { signal }: ConfigRequest) {
      const running = find(identifier);
      await domain.changes.until(() => running.rows !== null, Number(timeout), signal);
      return running.rows === null;
    },
    getReportResult({ identifier }): ConfigValues {
      const rows = rowsOf(identifier).slice(0, MOST_ROWS);
      return { header: { values: header }, records: rows.map((values) => ({ values })) };
    },
    getReportResultCsv: ({ identifier }) =>
      [header, ...rowsOf(identifier)].map((row) => `${row.map(quoted).join(',')}\n`).join(''),
  };
}
