import type { ReportRunInput } from '../../../schema/acts/report.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Context } from '../context.ts';
import { findReport, reportView } from '../reports.ts';
import type { ActHandlers } from './handlers.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, perform, sendAct, visible } from './perform.ts';

const MOST_OBJECTS = 1_000;

/** Starts a report. */
function runReport(context: Context, input: ReportRunInput): Promise<ActPayload> {
  return perform(context, 'reportRun', input, () => {
    const { account: named, idempotencyKey: _, ...report } = input;
    requirePeriod(report);
    requireNames(report.objects ?? []);
    const account = accountWithReports(context, named);
    const method = context.gateway.requireCapability(account, 'reportRun', visible(context));
    let started: string | null = null;
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, report, {}));
        started = (await withInputPaths(input, send, PATHS)).nativeId;
        return undefined;
      },
      reread: async () => ({ report: started && (await reportNow(context, account, started)) }),
    };
  });
}

const PATHS = { folderName: ['folder'], reportName: ['name'], start: ['from'], end: ['to'], objectNames: ['objects'] };

function requirePeriod({ from, to }: Pick<ReportRunInput, 'from' | 'to'>): void {
  if (from != null && to != null && Date.parse(from) >= Date.parse(to))
    throw invalidArgument('to must be later than from', 'input', 'to');
}

function requireNames(objects: NonNullable<ReportRunInput['objects']>): void {
  const empty = objects.findIndex(({ names }) => names.length === 0);
  if (empty >= 0) throw invalidArgument('names is empty', 'input', 'objects', empty, 'names');
  const count = objects.reduce((sum, { names }) => sum + names.length, 0);
  if (count > MOST_OBJECTS)
    throw invalidArgument(`objects has ${count} names; at most ${MOST_OBJECTS} are allowed`, 'input', 'objects');
}

/** The named account, else the only one that has reports. */
function accountWithReports(context: Context, named: string | null | undefined): string {
  if (named != null) return accountOf(context, named);
  const capable = context.gateway.accountsWith('reportRun').filter(({ key }) => visible(context)(key));
  const [first, second] = capable;
  if (!first) throw new CrosspointError('UNSUPPORTED', 'No account has reports', { path: ['input', 'account'] });
  if (!second) return first.key;
  const keys = capable.map(({ key }) => key).join(', ');
  throw invalidArgument(`Several accounts have reports; name one of these: ${keys}`, 'input', 'account');
}

/** The report as it is now; RUNNING where its state could not be read. */
function reportNow(context: Context, account: string, nativeId: string): Promise<object> {
  const unread = reportView(context, account, { nativeId, running: true });
  return findReport(context, { type: 'Report', account, nativeId }).then(
    (found) => found ?? unread,
    () => unread,
  );
}

/** How each act on reports is carried out. */
export const reportHandlers = { reportRun: runReport } satisfies ActHandlers;
