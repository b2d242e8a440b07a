import type { AnswerInput, Answers, ConfigRequest } from './answers.ts';
import { columnsOf, type LoggedCall, loggedCalls } from './call-log.ts';
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

type Criteria = NonNullable<AnswerInput<'runReport'>['criteria']>;

/** The names of a call by kind of object, by which reports are filtered; other kinds filter nothing. */
const OBJECTS: Readonly<Record<string, (call: LoggedCall) => readonly (string | null | undefined)[]>> = {
  Campaign: ({ campaign }) => [campaign?.name],
  User: ({ person }) => [person?.userName],
  AgentGroup: ({ person }) => [person?.group],
  Skill: ({ campaign }) => campaign?.skills ?? [],
  Disposition: ({ disposition }) => [disposition],
  List: ({ campaign }) => campaign?.lists ?? [],
};

function fits(call: LoggedCall, { time, reportObjects }: Criteria, isByEnd: boolean): boolean {
  const at = (isByEnd ? call.overAt : call.startedAt).getTime();
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

/** Milliseconds after its start at which a late call is entered, where calls may be late. */
const ENTERED_AFTER = 20 * 3_600_000;

/** Every other second of starts has late calls. */
function isEntered({ startedAt }: LoggedCall, domain: Domain): boolean {
  const isLate = domain.reading('late-calls') === 'a-day' && startedAt.getUTCSeconds() % 2 === 1;
  return !isLate || domain.centre.now().getTime() - startedAt.getTime() >= ENTERED_AFTER;
}

function report(domain: Domain, criteria: Criteria): string[][] {
  const reads = (id: string) => domain.reading(id);
  const isByEnd = reads('report-period') === 'ended';
  const known = loggedCalls(domain.centre, reads).filter((call) => isEntered(call, domain));
  const calls = known.filter((call) => fits(call, criteria, isByEnd));
  const columns = Object.values(columnsOf(reads));
  return calls.slice(0, MOST_RECORDS).map((call) => columns.map((column) => column(call) ?? ''));
}

/** The chapter Reports: calls of the centre, available after a delay. */
export function reportAnswers(domain: Domain): Answers {
  const reports = new Map<string, Report>();
  const find = (identifier: string) =>
    reports.get(identifier) ?? fail('UnknownIdentifierFault', `Unknown report "${identifier}".`);
  const rowsOf = (identifier: string) =>
    find(identifier).rows ?? fail('ResultIsNotReadyFault', 'The report is running.');
  const header = Object.keys(columnsOf((id) => domain.reading(id)));
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
