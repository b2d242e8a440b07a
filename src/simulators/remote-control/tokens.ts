/** The token service: issues tokens to the one log-in there is, in the form of the reading played. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TOKEN_SERVICE } from '../../adapters/remote-control/contract/paths.ts';
import { decodedPart } from '../soap/http.ts';

/** The log-in that the token service takes. */
export const LOGIN = { userName: 'gateway', password: 'Sim!Pass:1' };

const SCHEMA = 'http://schemas.microsoft.com/2003/10/Serialization/';

/** Whether a request accepts JSON (guide line 8). */
export function asksForJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/** Tokens issued and not expired. */
export class Tokens extends Set<string> {
  constructor(private readonly form: string) {
    super();
  }

  /** Answers a request for a token. */
  serve(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const userName = decodedPart(url.pathname.slice(TOKEN_SERVICE.length + 1));
    const password = Buffer.from(request.headers.authorization ?? '', 'base64').toString('utf8');
    if (userName !== LOGIN.userName || password !== LOGIN.password) {
      response.writeHead(401).end();
      return;
    }
    const token = randomUUID();
    this.add(token);
    const { type, body } = this.written(token, asksForJson(request));
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  }

  private written(token: string, json: boolean): { readonly type: string; readonly body: string } {
    if (this.form === 'plain') return { type: 'text/plain', body: token };
    if (json) return { type: 'application/json', body: JSON.stringify(this.jsonForm(token)) };
    return { type: 'application/xml', body: this.xmlForm(token) };
  }

  private jsonForm(token: string): unknown {
    if (this.form === 'object') return { TokenKey: token };
    return this.form === 'envelope' ? { Success: true, Data: { TokenKey: token }, ResponseCode: 0 } : token;
  }

  private xmlForm(token: string): string {
    const key = `<TokenKey>${token}</TokenKey>`;
    if (this.form === 'object') return `<Token>${key}</Token>`;
    if (this.form === 'string') return `<string xmlns="${SCHEMA}">${token}</string>`;
    return `<CallActionResponse><Data>${key}</Data><ResponseCode>0</ResponseCode><Success>true</Success></CallActionResponse>`;
  }
}
