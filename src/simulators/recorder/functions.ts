/** Dispatches a request to the functions of the simulated recorder. */
import { type Handler, labelled, recorderCallHandlers } from './calls.ts';
import { exporters, mailHandlers } from './exports.ts';
import { peopleHandlers } from './people.ts';
import { type RecorderRequest, Refused, resultOf } from './request.ts';
import { statusHandlers } from './status.ts';
import type { RecorderWorld } from './world.ts';
import { type Content, documentOf } from './writer.ts';

const handlers: Readonly<Record<string, Handler>> = {
  ...recorderCallHandlers,
  ...statusHandlers,
  ...peopleHandlers,
  ...mailHandlers,
};

/** Functions of older versions, which are distinguished from unknown ones. */
const DEPRECATED: ReadonlySet<string> = new Set([
  'IMPORTSTATION',
  'MODECHANGE',
  'EXTENSIONPLAYBACKSTART',
  'EXTENSIONPLAYBACKSTOP',
  'RECORDINGDEVICE',
  'RECORDINGDEVICEALIAS',
  'IMPORTAGENT',
]);

function handlerOf(type: string): Handler {
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  if (handler) return labelled(handler);
  if (DEPRECATED.has(type)) throw new Refused('API_COMMAND_NOT_SUPPORTED', `${type} is not supported any more`);
  if (Object.hasOwn(exporters, type)) throw new Refused('API_COMMAND_NOT_SUPPORTED', 'Only the web service exports');
  throw new Refused('API_UNKNOWN_MESSAGE_TYPE', 'There is no such function');
}

/** Throws unless the request's number is one the recorder takes. */
export function checkNumber(request: RecorderRequest): void {
  const { id } = request;
  if (!/^\d{1,10}$/.test(id) || Number(id) > 2_147_483_647)
    throw new Refused('API_REQUESTID_INVALID', 'REQUESTID must be a number up to 2147483647');
}

/** Under the reading `request-type` a document that changes roles has to name its function in REQUESTTYPE. */
function isNamedRight({ readings }: RecorderWorld, request: RecorderRequest): boolean {
  const isOfRoles = request.type.startsWith('MODIFYROLE') || request.type === 'MODIFYUSERROLE';
  return !isOfRoles || !readings.is('role-requests', 'request-type') || request.get('REQUESTTYPE') !== '';
}

/** Runs what may be refused and answers the refusal as a result. */
function refusable(request: RecorderRequest, run: () => Content): Content {
  try {
    return run();
  } catch (error) {
    return refusalAnswer(request, error);
  }
}

/** The result that reports a refusal; anything else thrown is a fault of the recorder's own. */
export function refusalAnswer(request: RecorderRequest, error: unknown): Content {
  if (error instanceof Refused) return resultOf(request, { label: error.label, message: error.message });
  return resultOf(request, { label: 'API_ERROR_PROCESSING_MESSAGE', message: 'The request could not be processed' });
}

/** The document that answers a request, which came as a document or as a query of the web service. */
export function answerTo(world: RecorderWorld, request: RecorderRequest, form: 'document' | 'query'): string {
  const result = refusable(request, () => {
    checkNumber(request);
    if (form === 'document' && !isNamedRight(world, request))
      throw new Refused('API_UNKNOWN_MESSAGE_TYPE', 'REQUESTTYPE is missing');
    return resultOf(request, handlerOf(request.type)(world, request));
  });
  return documentOf('RESULT', result);
}
