import { boolean, long, mutation, optional, query, required, string } from '../../contract.ts';
import { csvRecordsOf, recordsOf } from '../quirks.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { SERVER_WAIT } from './notes.ts';
import { customReportCriteria, reportRowData } from './types/reports.ts';

const identifier = required(string, 'Id from runReport.');

/** Running reports and fetching their results. */
export const reports = {
  getReportResult: query('Result of a report as a table, 5,000 rows by default; times are Pacific time.', {
    page: 209,
    input: { identifier },
    output: reportRowData,
    faults: [...everyCall, ...argumentFaults, faults.ResultIsNotReadyFault, faults.UnknownIdentifierFault],
    quota: 'RetrieveReport',
    cap: 5000,
    countItems: recordsOf,
  }),
  getReportResultCsv: query(
    'Result of a report as comma-separated text, 50,000 rows by default, under the English column names. The text is exactly as the vendor sent it: a cell that begins with =, +, - or @ is a formula to a spreadsheet, so escape such cells before you open it in one.',
    {
      page: 209,
      input: { identifier },
      output: string,
      faults: [...everyCall, ...argumentFaults, faults.ResultIsNotReadyFault, faults.UnknownIdentifierFault],
      quota: 'RetrieveReport',
      cap: 50000,
      countItems: csvRecordsOf,
    },
  ),
  isReportRunning: query('Whether a report still runs; can wait for its end.', {
    page: 210,
    input: {
      identifier,
      timeout: required(long, `Seconds to wait; 0 answers at once, five or more spare the vendor.${SERVER_WAIT}`, {
        minimum: 0,
      }),
    },
    output: boolean,
    faults: [...everyCall, ...argumentFaults, faults.UnknownIdentifierFault],
    quota: 'Query',
    waits: 'timeout',
  }),
  runReport: mutation(
    'Starts a report and returns its id. Poll isReportRunning until it is finished, then read the result. Not meant for real-time data; split a long period into several reports. Folder and report names are those of the locale of the user.',
    {
      page: 211,
      input: {
        folderName: required(string, 'Folder of the report, e.g. Call Log Reports.'),
        reportName: required(string, 'Name of the report, e.g. Call Log.'),
        criteria: optional(customReportCriteria, 'Its criteria.'),
      },
      output: string,
      faults: [...everyCall, ...argumentFaults, faults.ObjectNotFoundFault, faults.ReportNotFoundFault],
      quota: 'ReportRequest',
    },
  ),
};
