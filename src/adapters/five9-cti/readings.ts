import type { Readings } from '../readings.ts';

const SILENT = 'guide silent; wire.json names the field and no more';

/** The open questions of the guide and wire.json about the agent's service. */
export const readings = [
  {
    id: 'update-status',
    open: 'When the event updateStatus is sent.',
    readings: [
      { id: 'every-change', meaning: 'With each change of the agent’s presence.' },
      { id: 'never', meaning: 'Not sent; call, readiness, login and logout events alone show presence.' },
    ],
    default: 'every-change',
    source: 'guide silent; wire.json, eventTypes.updateStatus',
  },
  {
    id: 'current-call',
    open: 'Which call an operation without a call id reaches while several calls are active.',
    readings: [
      { id: 'newest', meaning: 'The call that began last.' },
      { id: 'oldest', meaning: 'The call that began first.' },
    ],
    default: 'newest',
    source: 'guide, CALL: "Disconnects current call"; wire.json: disconnectCall, toggleHold, sendDTMF … have no id',
  },
  {
    id: 'parked-calls',
    open: 'Whether getStatus lists parked calls among currentCall.',
    readings: [
      {
        id: 'not-in-status',
        meaning:
          'A parked call is not active. One that ends while the desk is not listened to stays PARKED until an event reports it, for a day at most.',
      },
      { id: 'in-status', meaning: 'A parked call stays in currentCall until it ends.' },
    ],
    default: 'not-in-status',
    source: SILENT,
    setting: true,
  },
  {
    id: 'consult-call',
    open: 'Whether the consultation of a warm transfer or conference is a separate call in getStatus.',
    readings: [
      { id: 'one-call', meaning: 'Only the first call is listed.' },
      { id: 'second-call', meaning: 'The consultation is a second call with consult = true.' },
    ],
    default: 'one-call',
    source: 'guide, TRANSFER and CONFERENCE; wire.json, callInfo.consult',
  },
  {
    id: 'consultation-line',
    open: 'Which call an operation without a call id reaches during a consultation that getStatus does not list.',
    readings: [
      { id: 'first-call', meaning: 'The call that the consultation is about.' },
      {
        id: 'consultation',
        meaning: 'The consultation. In either case only operations that end it are sent meanwhile.',
      },
    ],
    default: 'first-call',
    source: 'guide, CALL: "current call"; TRANSFER: "Completes warm transfer"; no line says which call is current then',
  },
  {
    id: 'conference-parties',
    open: 'Whether getStatus lists the parties of a conference among currentCall.',
    readings: [
      { id: 'not-in-status', meaning: 'The conference is one call.' },
      { id: 'in-status', meaning: 'Each party is listed under its own session id.' },
    ],
    default: 'not-in-status',
    source: 'guide, CONFERENCE; wire.json, conferenceParticipantAdded',
  },
  {
    id: 'hold-flag',
    open: 'What the flag of toggleHold means.',
    readings: [
      { id: 'true-holds', meaning: 'true puts the call on hold, false retrieves it.' },
      { id: 'false-holds', meaning: 'false puts the call on hold, true retrieves it.' },
    ],
    default: 'true-holds',
    source: 'guide, CALL: "Enables/disables call hold"; wire.json, toggleHold(flag)',
    setting: true,
  },
  {
    id: 'record-flag',
    open: 'What the flag of recordCall means.',
    readings: [
      { id: 'true-records', meaning: 'true starts recording, false stops it.' },
      { id: 'false-records', meaning: 'false starts recording, true stops it.' },
    ],
    default: 'true-records',
    source: 'guide, CALL: "Start call recording"; wire.json, recordCall(flag)',
    setting: true,
  },
  {
    id: 'held-line',
    open: 'Whether callConnected stays true while the call is on hold.',
    readings: [
      {
        id: 'connected',
        meaning:
          'It stays true. A call that is put on hold or retrieved while the desk is not listened to keeps its state until the next event.',
      },
      { id: 'not-connected', meaning: 'It is false until the call is retrieved.' },
    ],
    default: 'connected',
    source: SILENT,
    setting: true,
  },
  {
    id: 'hold-event',
    open: 'Whether callOnHold and callOffHold name the call.',
    readings: [
      { id: 'named', meaning: 'By callSessionId, as wire.json lists its fields.' },
      {
        id: 'unnamed',
        meaning:
          'Without an id: the event is of the only call on the line. With several active calls it changes none of them, and the status confirms the act.',
      },
    ],
    default: 'named',
    source:
      'guide, CALL: toggleHold "Enables/disables call hold" and EVENT HANDLING: checkEvent, no fields of events; wire.json, eventTypes.callOnHold and callOffHold',
  },
  {
    id: 'moments',
    open: 'Unit of moments such as callFinished.callStarted and addCallback.duedate.',
    readings: [
      { id: 'milliseconds', meaning: 'Milliseconds since 1970.' },
      { id: 'seconds', meaning: 'Seconds since 1970.' },
    ],
    default: 'milliseconds',
    source: SILENT,
    setting: true,
  },
  {
    id: 'durations',
    open: 'Unit of transferCall.timeout, snoozeCallback.time and of the durations in events.',
    readings: [
      { id: 'milliseconds', meaning: 'Milliseconds.' },
      { id: 'seconds', meaning: 'Seconds.' },
    ],
    default: 'milliseconds',
    source: 'guide silent; passed on as given. checkEvent.timeout alone is known to be milliseconds (WIRE.md)',
    setting: true,
  },
  {
    id: 'queue-list',
    open: 'When a desk sends callsQueueUpdated, its list of waiting calls, to a new listener.',
    readings: [
      {
        id: 'at-change',
        meaning:
          'With the next change of its list. A call that waited before and that no list has counts as gone after 10 minutes.',
      },
      {
        id: 'at-once',
        meaning:
          'When the listener is registered, also an empty list. A call that waited before and that no list has counts as gone after a minute.',
      },
    ],
    default: 'at-change',
    source:
      'guide, EVENT HANDLING: addListener "Registers new listener"; wire.json, eventTypes.callsQueueUpdated; no operation reads the list',
    setting: true,
  },
  {
    id: 'queue-abandon',
    open: 'Whether callAbandoned is sent for a call that is abandoned in the queue, beside the changed list.',
    readings: [
      { id: 'announced', meaning: 'At every desk whose list had it.' },
      { id: 'silent', meaning: 'The call is missing in the next list.' },
    ],
    default: 'announced',
    source: SILENT,
  },
  {
    id: 'callbacks-changed',
    open: 'Which callbacks callbacksChanged carries, and what its operation says was done to them.',
    readings: [
      { id: 'changed-ones', meaning: 'Those that changed; removed and added ones have events of their own.' },
      { id: 'whole-list', meaning: 'All callbacks of the agent, after any change of one.' },
    ],
    default: 'changed-ones',
    source:
      'guide silent; wire.json, eventTypes.callbacksChanged. The list is read again (getCallbacks) in either case',
  },
  {
    id: 'call-length',
    open: 'Whether callFinished.callLength contains time on hold.',
    readings: [
      { id: 'with-hold', meaning: 'From the answer to the end of the line.' },
      { id: 'without-hold', meaning: 'Only while the parties could speak.' },
    ],
    default: 'with-hold',
    source: SILENT,
  },
] as const satisfies Readings;
