/** The recorder's web service: parameters in a query or a form, a result or a file out. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { injectFault } from '../soap/fault-injector.ts';
import { addressOf, failed, RefusedRequest } from '../soap/http.ts';
import { exporters } from './exports.ts';
import { answerTo, checkNumber, refusalAnswer } from './functions.ts';
import { fromParameters, type RecorderRequest, resultOf } from './request.ts';
import type { PortContext } from './tcp.ts';
import { documentOf } from './writer.ts';

const PAGES: ReadonlySet<string> = new Set(['/webapi.aspx', '/webapi.php']);
const LONGEST_FORM = 1024 * 1024;

/** Listens for HTTP. */
export function createWeb(around: PortContext): Server {
  return createServer((request, response) => {
    serve(around, request, response).catch((error: unknown) => failed(response, error));
  });
}

/** Equal names are joined by a comma as the service does; names that differ only in case are refused. */
function parametersOf(query: URLSearchParams): Map<string, string> | null {
  const spelt = new Map<string, string>();
  const values = new Map<string, string>();
  for (const [name, value] of query) {
    const upper = name.toUpperCase();
    if ((spelt.get(upper) ?? name) !== name) return null;
    spelt.set(upper, name);
    const before = values.get(upper);
    values.set(upper, before === undefined ? value : `${before}, ${value}`);
  }
  return values;
}

async function formOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LONGEST_FORM) throw new RefusedRequest(413, 'The form is longer than 1 MiB');
    parts.push(chunk as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function serve(around: PortContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = addressOf(request);
  if (!PAGES.has(url.pathname.toLowerCase())) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  const form = request.method === 'POST' ? await formOf(request) : '';
  const parameters = parametersOf(new URLSearchParams(`${url.search.slice(1)}&${form}`));
  if (!parameters) return sendResult(around, response, DUPLICATES);
  const asked = fromParameters(parameters);
  around.received(asked.type);
  await answer(around, asked, response);
}

const DUPLICATES = documentOf(
  'RESULT',
  resultOf(fromParameters(new Map()), {
    label: 'API_INVALID_MESSAGE_FORMAT',
    message: 'parameters must be unique but duplicates were found.',
  }),
);

async function answer(around: PortContext, asked: RecorderRequest, response: ServerResponse): Promise<void> {
  const trouble = around.trouble(asked.type);
  const label = around.refusal(asked.type) ?? (trouble?.startsWith('fault') ? 'API_ERROR_PROCESSING_MESSAGE' : null);
  const status = trouble === 'fault-500' ? 500 : 200;
  if (label) return sendResult(around, response, documentOf('RESULT', resultOf(asked, { label })), status);
  const { contentType, body } = await produce(around, asked);
  if (injectFault(trouble, response, body)) return;
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length }).end(body);
}

const XML = 'text/xml; charset=utf-8';

async function produce(around: PortContext, asked: RecorderRequest) {
  const exporter = Object.hasOwn(exporters, asked.type) ? exporters[asked.type] : undefined;
  if (!exporter)
    return { contentType: XML, body: Buffer.from(around.world.readings.write(answerTo(around.world, asked, 'query'))) };
  try {
    checkNumber(asked);
    return await exporter(around.world, asked);
  } catch (error) {
    const refusal = documentOf('RESULT', refusalAnswer(asked, error));
    return { contentType: XML, body: Buffer.from(around.world.readings.write(refusal)) };
  }
}

function sendResult({ world }: PortContext, response: ServerResponse, document: string, status = 200): void {
  response.writeHead(status, { 'content-type': XML }).end(world.readings.write(document));
}
