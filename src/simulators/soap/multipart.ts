/** Requests with the envelope and files as parts of one multipart/related body (RFC 2387). */

/** An envelope and its files, by their Content-ID. */
interface SoapBody {
  readonly xml: string;
  readonly attachments: ReadonlyMap<string, Buffer>;
}

interface Part {
  readonly id: string;
  readonly content: Buffer;
}

const NO_ATTACHMENTS: ReadonlyMap<string, Buffer> = new Map();

/** Reads a request's body by its content type; the start parameter, else the first part, is the envelope. */
export function readSoapBody(body: Buffer, contentType = ''): SoapBody {
  const boundary = parameter(contentType, 'boundary');
  if (!/^multipart\/related\b/i.test(contentType) || !boundary)
    return { xml: body.toString('utf8'), attachments: NO_ATTACHMENTS };
  const parts = partsOf(body, boundary);
  const start = parameter(contentType, 'start').replace(/^<|>$/g, '');
  const root = parts.find(({ id }) => id !== '' && id === start) ?? parts[0];
  const attachments = new Map(parts.filter((part) => part !== root).map(({ id, content }) => [id, content]));
  return { xml: root?.content.toString('utf8') ?? '', attachments };
}

function parameter(contentType: string, name: string): string {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(contentType);
  return found?.[1] ?? found?.[2] ?? '';
}

function partsOf(body: Buffer, boundary: string): Part[] {
  const text = body.toString('latin1');
  const parts = text.split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => partOf(part.replace(/^\r?\n/, '').replace(/\r?\n$/, '')));
}

function partOf(part: string): Part {
  const at = /\r?\n\r?\n/.exec(part);
  const head = at ? part.slice(0, at.index) : part;
  const content = Buffer.from(at ? part.slice(at.index + at[0].length) : '', 'latin1');
  const isBase64 = /^content-transfer-encoding:\s*base64/im.test(head);
  const id = /^content-id:\s*<?([^>\r\n]*)>?/im.exec(head)?.[1]?.trim() ?? '';
  return { id, content: isBase64 ? Buffer.from(content.toString('latin1'), 'base64') : content };
}
