import type { AdapterDependencies } from '../../vendor.ts';
import type { RecorderClient } from '../client.ts';
import { events as knownEvents } from '../contract/events.ts';
import { type RecorderEvent, typeOf, undocumentedElements } from './translate.ts';

interface Recorder {
  readonly account: string;
  readonly dependencies: AdapterDependencies;
  readonly client: RecorderClient;
}

/** Takes note of what the manual does not have. */
export function noteUnknown(event: RecorderEvent, { account, dependencies, client }: Recorder): void {
  const more = undocumentedElements(event.EVENTDATA).length;
  if (more > 0) client.drift.note('UNKNOWN_FIELD', more);
  if (Object.hasOwn(knownEvents, typeOf(event))) return;
  client.drift.note('UNKNOWN_TYPE');
  const type = typeOf(event).slice(0, 64);
  dependencies.log.warn({ account, type }, 'the recorder sent an event of an unknown type');
}
