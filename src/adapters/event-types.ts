import { AgentEventType, CallEventType, CampaignEventType, RecordingEventType } from '../../schema/vocabulary.ts';

const TYPES = {
  CALL: CallEventType,
  RECORDING: RecordingEventType,
  AGENT: AgentEventType,
  CAMPAIGN: CampaignEventType,
};
/** The types that events have, each alone and behind its kind. */
const EVENT_TYPES: ReadonlySet<string> = new Set(
  Object.entries(TYPES).flatMap(([kind, types]) => Object.keys(types).flatMap((type) => [type, `${kind}.${type}`])),
);

/** Whether events may be of this type: `CONNECTED` or, of one kind only, `CALL.CONNECTED`. */
export function isEventType(word: string): boolean {
  return EVENT_TYPES.has(word);
}
