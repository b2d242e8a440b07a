/** What the decoders are measured with: a contract of twelve fields an item, and an answer of so many items. */
import {
  boolean,
  contract,
  double,
  enumeration,
  int,
  list,
  long,
  optional,
  query,
  string,
  struct,
} from '../../src/adapters/contract.ts';

const state = enumeration('state', 'State of a record.', { NEW: 'New.', OPEN: 'Open.', DONE: 'Done.' });
const item = struct('item', 'A record.', {
  id: optional(long, 'Id.'),
  name: optional(string, 'Name.'),
  number: optional(string, 'Number.'),
  EMail: optional(string, 'Address.'),
  active: optional(boolean, 'Whether it counts.'),
  calls: optional(int, 'Calls.'),
  ratio: optional(double, 'Share.'),
  state: optional(state, 'State.'),
  city: optional(string, 'City.'),
  notes: optional(string, 'Notes.'),
  extension: optional(string, 'Extension.'),
  profile: optional(string, 'Profile.'),
});

/** The contract of the measured call. */
export const itemsContract = contract({
  vendor: 'bench',
  prefix: 'bench',
  chapters: {
    all: { getItems: query('Records.', { input: { pattern: optional(string, 'Which.') }, output: list(item) }) },
  },
});

/** The namespace of the measured service. */
export const NAMESPACE = 'http://bench.example/';

function itemText(at: number): string {
  return `<return><id>${900719925470000 + at}</id><name>Record ${at}</name><number>+1555${String(at).padStart(7, '0')}</number><EMail>record${at}@acme.example</EMail><active>${at % 2 === 0}</active><calls>${at}</calls><ratio>0.${at + 1}</ratio><state>OPEN</state><city>San Ram&#243;n</city><notes>Call back &amp; confirm</notes><extension>${String(at % 10_000).padStart(4, '0')}</extension><profile>Standard</profile></return>`;
}

/** The answer's text. */
export function answerText(count: number): string {
  const items = Array.from({ length: count }, (_, at) => itemText(at)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body><ns2:getItemsResponse xmlns:ns2="${NAMESPACE}">${items}</ns2:getItemsResponse></env:Body></env:Envelope>`;
}
