/** Peculiarities of the vendor, one function each, with the guide's line. */
import type { CampaignState, Channel, Direction } from '../../../schema/vocabulary.ts';
import type { Contract, Fault } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
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

/** Guide line 580: a state of a sub-campaign or batch in the unified words; null for an unknown one. */
export function campaignStateOf(word: string | null | undefined): CampaignState | null {
  return STATES[word ?? ''] ?? null;
}

const MOST_ACTIVE_FIRST: readonly CampaignState[] = [
  'RUNNING',
  'STARTING',
  'PAUSED',
  'STOPPING',
  'NOT_RUNNING',
  'COMPLETED',
  'CANCELLED',
];

/**
 * The guide prints states of sub-campaigns alone (line 580): a campaign has that of its most active one, or does not
 * run. A word that the guide does not list may be more active than all but RUNNING, so the state is then null.
 */
export function stateOfAll(words: readonly (string | null | undefined)[]): CampaignState | null {
  const states = new Set(words.map(campaignStateOf));
  if (states.has(null) && !states.has('RUNNING')) return null;
  return MOST_ACTIVE_FIRST.find((state) => states.has(state)) ?? 'NOT_RUNNING';
}

/** Guide line 587: `Pass[0].channel`, whose words are not listed, so they are recognised by their parts. */
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
 * The guide lists error codes without their place in a fault: a documented code is taken from the detail's elements
 * or text, else from the fault's code, else from the start of its text.
 */
export function faultNameOf(contract: Contract): (fault: SoapFault) => string | undefined {
  const rows = Object.values(contract.operations);
  const known = new Set(rows.flatMap(({ faults }) => faults.map(({ name }: Fault) => name)));
  return ({ detail, code, message }) => {
    const candidates = [...codesIn(detail), code.replace(/^.*:/, ''), ...message.split(/[\s:=\u2013-]+/).slice(0, 3)];
    return candidates.find((word) => known.has(word)) ?? candidates.find((word) => CODE.test(word));
  };
}

/** Guide lines 208 and 568: RESULT_TOO_LARGE requires a narrower query. */
export function isResultTooLarge(thrown: unknown): boolean {
  return thrown instanceof CrosspointError && thrown.vendorCode === 'RESULT_TOO_LARGE';
}

/**
 * Guide line 972: "Referenced object '%s' does not exist". What stands there, in quotation marks, which may be the id
 * (readings.ts, `missing-object`); null without any.
 */
export function missingObject({ message }: CrosspointError): string | null {
  return /'([^']+)'/.exec(message)?.[1] ?? null;
}

/** Guide lines 581 and 1115: the type of a sub-campaign is a word that is not listed; an inbound one has a device. */
export function directionOf(types: readonly (string | null | undefined)[]): Direction | null {
  const inbound = types.filter((type) => /inbound/i.test(type ?? '')).length;
  if (inbound === 0) return 'OUTBOUND';
  return inbound === types.length ? 'INBOUND' : null;
}
