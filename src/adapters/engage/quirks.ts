/** What this vendor's answers mean; each reading is one function here. */
import type { CampaignState, Channel } from '../../../schema/vocabulary.ts';
import type { Contract, Fault } from '../contract.ts';
import type { SoapFault } from '../soap/envelope.ts';
import type { XmlElement } from '../xml/tree.ts';

const STATES: Readonly<Record<string, CampaignState>> = {
  Loading: 'STARTING',
  Pending: 'NOT_RUNNING',
  Running: 'RUNNING',
  Paused: 'PAUSED',
  Stopping: 'STOPPING',
  Completing: 'STOPPING',
  Awaiting: 'COMPLETED',
  Done: 'COMPLETED',
  Cancelled: 'CANCELLED',
};

/** A state of a sub-campaign or batch in the unified words; null for one that is not known. */
export function campaignStateOf(word: string | null | undefined): CampaignState | null {
  return STATES[word ?? ''] ?? null;
}

const LIVELIEST: readonly CampaignState[] = [
  'RUNNING',
  'STARTING',
  'PAUSED',
  'STOPPING',
  'NOT_RUNNING',
  'COMPLETED',
  'CANCELLED',
];

/** A campaign has no state of its own: it is where the liveliest of its sub-campaigns is, and without any not running. */
export function stateOfAll(words: readonly (string | null | undefined)[]): CampaignState {
  const states = new Set(words.map(campaignStateOf));
  return LIVELIEST.find((state) => states.has(state)) ?? 'NOT_RUNNING';
}

/** The guide names no channels beyond texts and messages; these are recognised by their words. */
export function channelOf(word: string | null | undefined): Channel | null {
  if (/voice|phone|call/i.test(word ?? '')) return 'VOICE';
  if (/text|sms/i.test(word ?? '')) return 'TEXT';
  return /mail/i.test(word ?? '') ? 'EMAIL' : null;
}

const CODE = /^[A-Z]+(_[A-Z]+)+$/;

function* codesIn(element: XmlElement | undefined): Generator<string> {
  if (!element) return;
  yield element.name;
  yield element.text.trim();
  for (const child of element.children) yield* codesIn(child);
}

/**
 * The guide lists error codes without saying where in a fault they stand: a documented one is taken from the detail's
 * elements or their text, else from the fault's code, else from the first words of its text.
 */
export function faultNameOf(contract: Contract): (fault: SoapFault) => string | undefined {
  const rows = Object.values(contract.operations);
  const known = new Set(rows.flatMap(({ faults }) => faults.map(({ name }: Fault) => name)));
  return ({ detail, code, message }) => {
    const said = [...codesIn(detail), code.replace(/^.*:/, ''), ...message.split(/[\s:=\u2013-]+/).slice(0, 3)];
    return said.find((word) => known.has(word)) ?? said.find((word) => CODE.test(word));
  };
}
