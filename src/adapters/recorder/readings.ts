import type { Readings } from '../readings.ts';

/** The open questions of the recorder's guide (lines of guide.txt in brackets). */
export const readings: Readings = [
  {
    id: 'blackout',
    open: 'Which command pauses a recording.',
    readings: [
      { id: 'agent', meaning: 'AGENTBLACKOUT, which covers all calls and the screen of the agent.' },
      { id: 'call', meaning: 'BLACKOUT, which covers one call instance.' },
    ],
    default: 'agent',
    source: 'l. 1410: AGENTBLACKOUT is preferred and enabled by default',
    setting: true,
  },
  {
    id: 'blackout-state',
    open: 'Whether DEVICERECORDINGSTATUS shows a blackout as `recordpaused`.',
    readings: [
      { id: 'shown', meaning: 'The status is `recordpaused` while a blackout lasts.' },
      { id: 'not-shown', meaning: 'The status stays `recording`; a blackout is cut out afterwards.' },
    ],
    default: 'shown',
    source: 'l. 1410: standard or real-time blackouts occur, depending on the system’s configuration',
    setting: true,
  },
  {
    id: 'requests',
    open: 'Whether the server takes a request before it answered the one before.',
    readings: [
      { id: 'pipelined', meaning: 'Requests are queued by the server; answers carry their REQUESTID.' },
      { id: 'serial', meaning: 'One request at a time on a connection.' },
    ],
    default: 'pipelined',
    source: 'l. 137: a standard blocking TCP server',
    setting: true,
  },
  {
    id: 'import-names',
    open: 'How IMPORTUSER spells its parameters.',
    readings: [
      { id: 'example', meaning: 'USER_ID, EMPLOYEE_ID, FIRST_NAME, LAST_NAME.' },
      { id: 'list', meaning: 'USERID, EMPLOYEEID, FIRSTNAME, LASTNAME.' },
    ],
    default: 'example',
    source: 'l. 1501–1504 list the names without, the example l. 1552–1566 with an underscore',
    setting: true,
  },
  {
    id: 'import-phones',
    open: 'How a user’s phone is set.',
    readings: [
      { id: 'phones', meaning: 'PHONES of IMPORTUSER, as in its example.' },
      { id: 'agent-phone', meaning: 'IMPORTAGENTPHONE after IMPORTUSER, whose parameter list has no PHONES.' },
    ],
    default: 'phones',
    source: 'l. 1495 and l. 1565',
    setting: true,
  },
  {
    id: 'role-requests',
    open: 'How requests that change roles and their permissions name their function.',
    readings: [
      { id: 'type', meaning: 'TYPE, as all other requests.' },
      {
        id: 'request-type',
        meaning:
          'REQUESTTYPE, as the examples of MODIFYROLE, MODIFYROLEGROUPPERMISSION, MODIFYROLEPERMISSION and MODIFYUSERROLE.',
      },
    ],
    default: 'type',
    source: 'l. 149 and all other examples; l. 1829, 1878, 1929 and 2064',
    setting: true,
  },
  {
    id: 'event-call-id',
    open: 'Whether the events of a running recording name its call.',
    readings: [
      { id: 'filled', meaning: 'Every event of a recording carries GLOBALCALLID.' },
      {
        id: 'at-the-end',
        meaning: 'RECORDINGSTARTED, RECORDINGPAUSED and RECORDINGRESUMED leave it empty; RECORDINGSTOPPED carries it.',
      },
    ],
    default: 'filled',
    printed: 'at-the-end',
    source: 'l. 3036, 3143 and 3194 print it empty, l. 3085 and 3117 filled',
  },
  {
    id: 'event-order',
    open: 'Whether the events of a recording come in the order in which they happened.',
    readings: [
      { id: 'in-order', meaning: 'Each comes after the one before.' },
      {
        id: 'overtaken',
        meaning:
          'RECORDINGSTARTED, RECORDINGPAUSED and RECORDINGSTOPPED may come after later events; the lists are compared then.',
      },
    ],
    default: 'in-order',
    source:
      'no line promises an order, and events of recordings carry no time; l. 3082 and 3113 print RECORDINGSTOPPED and RECORDINGUPDATE without the MODULE of the others',
  },
  {
    id: 'device-times',
    open: 'Which times STARTTIME and STOPTIME of a device are.',
    readings: [
      { id: 'call', meaning: 'When its call began and ended.' },
      {
        id: 'recording',
        meaning: 'When its recording began and stopped; a call is observed from the one to the other.',
      },
    ],
    default: 'call',
    source:
      'l. 2416 and 2439: "Time that recording started" and "stopped"; the event CALLSTART has a STARTTIME too (l. 2958)',
  },
  {
    id: 'recording-time',
    open: 'Which moment RECORDINGTIME of a finished recording is.',
    readings: [
      { id: 'start', meaning: 'When it began.' },
      { id: 'end', meaning: 'When it ended; it began its DURATION before.' },
    ],
    default: 'start',
    source: 'l. 1190: "descending order by date/time recorded"; l. 1233 prints one without a word on it',
    setting: true,
  },
  {
    id: 'recording-length',
    open: 'The unit of DURATION of a finished recording.',
    readings: [
      { id: 'seconds', meaning: 'Seconds.' },
      { id: 'milliseconds', meaning: 'Milliseconds.' },
    ],
    default: 'seconds',
    source: 'l. 1234 prints 60; no line and no data type names DURATION',
    setting: true,
  },
  {
    id: 'unix-time',
    open: 'Of which clock the UNIX times RECORDINGTIME, CALLDATESTART and CALLDATEEND are.',
    readings: [
      { id: 'utc', meaning: 'Seconds since 1970 in UTC.' },
      { id: 'wall-clock', meaning: 'The clock of the recorder, counted as if it showed UTC.' },
    ],
    default: 'utc',
    printed: 'wall-clock',
    source:
      'l. 1179 "in UNIX time"; l. 1009 and 1014 print 5:50:33 PM beside 1296496234, which is 17:50:34 in UTC, and l. 1597 dates of UTC-05:00',
    setting: true,
  },
  {
    id: 'global-call-id',
    open: 'Whether GLOBALCALLID, which only events have, is the id of the call at the telephony platform.',
    readings: [
      { id: 'call-id', meaning: 'It is the same id as CALLID.' },
      { id: 'own', meaning: 'It is a number of the recorder.' },
    ],
    default: 'call-id',
    printed: 'own',
    source: 'l. 2336: CALLID "originally comes from the PBX"; l. 3085 prints 000100000000092 and no line describes it',
    setting: true,
  },
  {
    id: 'deleted-users',
    open: 'Whether the list of users has deleted ones.',
    readings: [
      { id: 'left-out', meaning: 'It has none.' },
      { id: 'marked', meaning: 'They have a STATUS that begins with D.' },
    ],
    default: 'left-out',
    source: 'l. 1519: deleting a user changes its status flag to "deleted"; l. 1529 lists A and I',
  },
  {
    id: 'encoding',
    open: 'Which character encoding the recorder writes on TCP.',
    readings: [
      { id: 'utf-8', meaning: 'UTF-8.' },
      { id: 'windows-1252', meaning: 'The code page of a Western Windows.' },
    ],
    default: 'utf-8',
    source: 'the guide is silent',
    setting: true,
  },
  {
    id: 'seating',
    open: 'Whose recording it is where agents share phones, and which phone the number of an agent means.',
    readings: [
      { id: 'fixed', meaning: 'DEVICEID is the agent’s own phone; DEVICEALIAS is another name of the phone.' },
      {
        id: 'free',
        meaning:
          'DEVICEID is a fixed voice port; DEVICEALIAS is the number with which the agent signed on to it. Recordings are credited so in any case; where an account chooses this, mutations by the number of a sign-on reach the phone of that agent.',
      },
    ],
    default: 'fixed',
    setting: true,
    source: 'l. 168, 2348 and 2350; the row of l. 1208 has DEVICEID 1111, DEVICEALIAS 1234 and John Smith',
  },
  {
    id: 'result-type',
    open: 'What RESULTTYPE of a refusal is.',
    readings: [
      { id: 'label', meaning: 'The label, as the functions and the table of codes have it.' },
      { id: 'error', meaning: 'ERROR; RESULTCODE has the code, and RESULTMSG may have more detail.' },
    ],
    default: 'label',
    source:
      'l. 2238 to 2245: ERROR, with code 17 beside a label that has 18 in the table; l. 250, 268 and all other examples have labels',
  },
  {
    id: 'date-bounds',
    open: 'Whether CALLLIST has recordings of the very second of CALLDATESTART and CALLDATEEND.',
    readings: [
      { id: 'inclusive', meaning: 'It has them.' },
      { id: 'exclusive', meaning: 'It has those between them alone.' },
    ],
    default: 'inclusive',
    source: 'l. 1178 and 1179: "beginning date" and "end date for filter"',
  },
  {
    id: 'output',
    open: 'How the recorder writes flags, dates and special characters.',
    readings: [
      { id: 'documented', meaning: 'Y and N, US dates, escaped characters.' },
      {
        id: 'as-typed',
        meaning: 'Flags in other words, dates of a machine that writes the day first, and `&` as it was typed.',
      },
    ],
    default: 'documented',
    printed: 'as-typed',
    source: 'l. 1728 and 1738 print a raw `&`; l. 2484: values are sent as strings; no line gives the locale of dates',
  },
];
