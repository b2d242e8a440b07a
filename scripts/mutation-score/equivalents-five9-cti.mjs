// Mutants of src/adapters/five9-cti that no test can kill.

/** As in `equivalents.mjs`. */
export const FIVE9_CTI = [
  {
    file: 'src/adapters/five9-cti/acts/calls.ts',
    code: "callRetrieve: (call, _input, ask) => hold(desks, call, 'talk', ask),",
    replacement: "'talk~'",
    reason: 'every word but the one that puts a call on hold retrieves it',
  },
  {
    file: 'src/adapters/five9-cti/acts/calls.ts',
    code: "send: ({ desk, id }, chosen = '') => finish(desk, id, { disposition: chosen, comments }, ask),",
    replacement: "'~'",
    reason: 'the id of the disposition is always prepared',
  },
  {
    file: 'src/adapters/five9-cti/acts/current-call.ts',
    code: 'report?.forget();',
    replacement: '',
    reason: 'a report that is not awaited changes nothing',
  },
  {
    file: 'src/adapters/five9-cti/acts/parties.ts',
    code: "const called = { numberToConference: number ?? '', isWarmTransfer: warm, checkDnc: true };",
    replacement: "'~'",
    reason: 'a conference has a number or another call',
  },
  {
    file: 'src/adapters/five9-cti/client/desk.ts',
    code: "const campaignId = this.calls.get(event.callSessionId ?? '')?.campaign?.nativeId;",
    replacement: "'~'",
    reason: 'no call has either id',
  },
  {
    file: 'src/adapters/five9-cti/events/listener.ts',
    code: 'private isBridged = true;',
    replacement: 'false',
    reason: 'each registration sets it before it is read',
  },
  {
    file: 'src/adapters/five9-cti/events/listener.ts',
    code: "return asCrosspointError(new Error('stopped'));",
    replacement: "'stopped~'",
    reason: 'the listener has been stopped then, and the error is passed over',
  },
  {
    file: 'src/adapters/five9-cti/events/queue-board.ts',
    code: "this.#unseenMs = UNSEEN_MS[readingOf(readings, chosen, 'queue-list')] ?? 0;",
    replacement: '0 + 1',
    reason: 'each reading has a time',
  },
  {
    file: 'src/adapters/five9-cti/events/queue-board.ts',
    code: '...{ startedAt: created && created > now ? now : created, customerName: call.customer || null },',
    replacement: 'created >= now',
    reason: 'both are the same then',
  },
  {
    file: 'src/adapters/five9-cti/events/queue-board.ts',
    code: 'if (desks?.size === 0) this.#stale.delete(id);',
    replacement: '',
    reason: 'an empty set has no desk, as none has',
  },
  {
    file: 'src/adapters/five9-cti/events/queue-board.ts',
    code: "if (this.#past.size > MOST_PAST) this.#past.delete(this.#past.keys().next().value ?? '');",
    replacement: "'~'",
    reason: 'a map of more than that many has a first one',
  },
  {
    file: 'src/adapters/five9-cti/events/translator.ts',
    code: "if (event._type === 'callAbandoned' && !this.desk.calls.get(event.callSessionId ?? '')) return this.abandon(event);",
    replacement: "'~'",
    reason: 'no call has either id',
  },
  {
    file: 'src/adapters/five9-cti/events/translator.ts',
    code: "return this.queue.abandon(event.callSessionId ?? '') ?? [];",
    replacement: "'~'",
    reason: 'no call has either id',
  },
  {
    file: 'src/adapters/five9-cti/quirks.ts',
    code: 'return Number.isNaN(time.getTime()) || time.getTime() <= 0 ? null : time.toISOString();',
    replacement: '0 + 1',
    reason: 'a whole number of seconds, or of so many milliseconds, is not one millisecond',
  },
  {
    file: 'src/adapters/five9-cti/acts/recordings.ts',
    code: "recordingStop: (target, ask) => record(desks, target, 'stop', ask),",
    replacement: "'stop~'",
    reason: 'every word but the one that starts a recording stops it',
  },
  {
    file: 'src/adapters/five9-cti/adapter.ts',
    code: 'await Promise.all(desks.all.map(({ client }) => client.close()));',
    replacement: '',
    reason: 'the client of SOAP has nothing to end',
  },
  {
    file: 'src/adapters/five9-cti/events/stream.ts',
    code: "private status: Exclude<AccountStatus, 'UNKNOWN'> = 'UP';",
    replacement: "'UP~'",
    reason: 'each start sets it before it is read',
  },
  {
    file: 'src/adapters/five9-cti/contract/index.ts',
    code: 'function atDesk(input: Fields): Fields {',
    replacement: '',
    reason: 'it runs while its module is loaded, before a test chooses a change',
  },
  {
    file: 'src/adapters/five9-cti/contract/index.ts',
    code: 'function atDesks(operations: Operations): Operations {',
    replacement: '',
    reason: 'it runs while its module is loaded, before a test chooses a change',
  },
  {
    file: 'src/adapters/five9-cti/contract/events/event.ts',
    code: '): { readonly [Name in keyof Rows]: StructType<Rows[Name][1]> } {',
    replacement: '',
    reason: 'it runs while its module is loaded, before a test chooses a change',
  },
];
