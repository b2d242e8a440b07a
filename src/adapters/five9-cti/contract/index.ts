import {
  type Contract,
  contract,
  type Fields,
  type Operation,
  type Operations,
  optional,
  string,
} from '../../contract.ts';
import { agent } from './agent.ts';
import { callbacks } from './callbacks.ts';
import { call, conference, park, preview, transfer } from './calls.ts';
import { data } from './data.ts';
import { events } from './events/index.ts';
import { listening } from './listening.ts';
import { miscellaneous } from './miscellaneous.ts';
import { recordings } from './recordings.ts';
import { connectors, scripts } from './scripts.ts';
import { softphone } from './softphone.ts';

/** Namespace of the operation elements. */
export const NAMESPACE = 'urn:core_v2.agent.api.five9.com';

const vendor = 'five9-cti';
const prefix = 'five9Cti';

/** The requests of one agent's service, as they stand on the wire. */
export const wire = contract({
  vendor,
  prefix,
  events,
  chapters: {
    AGENT: agent,
    CALL: call,
    TRANSFER: transfer,
    CONFERENCE: conference,
    'PARK CALL': park,
    'PREVIEW CALL': preview,
    CALLBACKS: callbacks,
    'RECORDINGS (PERSONAL VOICEMAILS)': recordings,
    'SCRIPT AND WORKSHEETS': scripts,
    CONNECTORS: connectors,
    SOFTPHONE: softphone,
    'DATA OBJECTS': data,
    'EVENT HANDLING': listening,
    MISCELLANEOUS: miscellaneous,
  },
});

/** The operations of one agent's service. */
export type DeskOperations = typeof wire.operations;

/** Adds the argument `desk`, which chooses the service and is not sent. */
function atDesk(input: Fields): Fields {
  const desk = optional(string, "Which agent's desk, as configured; may be left out while there is only one.");
  return { desk, ...input };
}

function atDesks(operations: Operations): Operations {
  const rows = Object.entries(operations);
  return Object.fromEntries(
    rows.map(([name, row]): [string, Operation] => [name, { ...row, input: atDesk(row.input) }]),
  );
}

/** The operations as the gateway offers them, each with the argument `desk`. */
export const five9CtiContract: Contract = contract({
  vendor,
  prefix,
  events,
  chapters: Object.fromEntries(Object.entries(wire.chapters).map(([title, rows]) => [title, atDesks(rows)])),
});
