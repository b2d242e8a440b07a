import type { Readings } from '../../readings.ts';

/** The open questions of the guide about reports and the Call Log. */
export const reportReadings: Readings = [
  {
    id: 'call-log-zone',
    open: 'In which time the Call Log report writes the start of calls.',
    readings: [
      { id: 'pacific', meaning: 'Pacific time, with daylight saving time.' },
      { id: 'standard', meaning: 'Pacific Standard Time, eight hours behind UTC all year.' },
    ],
    default: 'pacific',
    source: 'l. 8131 "adjusted for daylight savings time if needed"; l. 4484 and l. 8161 "Pacific Standard Time (PST)"',
    setting: true,
  },
  {
    id: 'call-log-times',
    open: 'Which moment of a call the time of its row in the Call Log report is.',
    readings: [
      { id: 'start', meaning: 'The start of the call.' },
      { id: 'end', meaning: 'The end of the call.' },
    ],
    default: 'start',
    source: 'the guide does not describe the columns of reports; l. 8228 to 8232 name the report alone',
    setting: true,
  },
  {
    id: 'call-log-id',
    open: 'Whether the call id of the Call Log report is the one that agents’ desktops and recorders have.',
    readings: [
      { id: 'platform', meaning: 'It is the same id.' },
      { id: 'own', meaning: 'It is an id of the report alone; calls are matched by numbers and time.' },
    ],
    default: 'platform',
    source: 'the guide does not describe the columns of reports; l. 8228 to 8232 name the report alone',
    setting: true,
  },
  {
    id: 'call-log-rows',
    open: 'How many rows of the Call Log report a call has.',
    readings: [
      { id: 'call', meaning: 'One row for each call.' },
      {
        id: 'parts',
        meaning: 'A row for each part of a call, such as the wait in a queue, all with the id of the call.',
      },
    ],
    default: 'call',
    source: 'the guide does not describe the rows of reports; l. 8228 to 8232 name the report alone',
  },
  {
    id: 'report-period',
    open: 'Which calls are in the period of a Call Log report.',
    readings: [
      { id: 'started', meaning: 'Calls that began in the period.' },
      { id: 'ended', meaning: 'Calls that ended in the period.' },
    ],
    default: 'started',
    source: 'l. 4497 to 4499: the start and the end of the reporting period',
  },
  {
    id: 'late-calls',
    open: 'Until when a Call Log report lacks calls that began before it was made.',
    readings: [
      { id: 'hours', meaning: 'Four hours: every call that began before has ended and is in the report.' },
      { id: 'a-day', meaning: 'A day: a call may last longer, or be entered later.' },
    ],
    default: 'hours',
    source: 'l. 8126: reports are not for real-time data; no line says after which time they are complete',
    setting: true,
  },
  {
    id: 'report-times',
    open: 'How reports write times.',
    readings: [
      { id: 'named', meaning: 'With the names of day and month, such as Fri, 21 Aug 2026 09:00:06.' },
      { id: 'numbers', meaning: 'With numbers alone, such as 2026-08-21 09:00:06.000.' },
    ],
    default: 'named',
    source: 'the guide prints no time of a report',
  },
];
