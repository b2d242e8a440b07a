/** node-soap's server as the carrier of calls: it finds the operation by the WSDL and builds the envelope. */
import { listen, type Server } from 'soap';
import type { Contract } from '../../adapters/contract.ts';
import { operationName, PORT, SERVICE } from './wsdl.ts';

/** The answer of a carried call: ready XML, or throws node-soap's form of a fault. */
type Answering = (headers: object) => Promise<{ _xml: string }>;

const PATH = '/';

/** Carries calls; the server is made at the first one, as reading a large WSDL takes a moment. */
export class NodeSoapServer {
  private server: Promise<Server> | undefined;

  constructor(
    private readonly contract: Contract,
    private readonly wsdl: string,
    private readonly answer: Answering,
  ) {}

  /** Answers the envelope as the vendors write it: no XML declaration, no namespace but SOAP's, an empty header. */
  async process(xml: string, headers: object): Promise<{ body: Buffer; status: number }> {
    this.server ??= this.open();
    const { body, statusCode } = await (await this.server).processRequest(xml, { url: PATH, headers, method: 'POST' });
    const bare = body.replace(/^<\?xml[^>]*\?>/, '').replace(/^(<env:Envelope xmlns:env="[^"]*")[^>]*>/, '$1>');
    const text = bare.includes('<env:Header') ? bare : bare.replace('<env:Body', '<env:Header/><env:Body');
    return { body: Buffer.from(text), status: statusCode };
  }

  private open(): Promise<Server> {
    const method = (_args: unknown, _done: unknown, _headers: unknown, request: { headers: object }) =>
      this.answer(request.headers);
    const names = Object.entries(this.contract.operations).map(([name, row]) => operationName(name, row));
    const services = { [SERVICE]: { [PORT]: Object.fromEntries(names.map((name) => [name, method])) } };
    const parts = { path: PATH, services, xml: this.wsdl, envelopeKey: 'env', suppressStack: true };
    return new Promise((resolve, reject) => {
      listen(null, { ...parts, callback: (error, server) => (error ? reject(error) : resolve(server as Server)) });
    });
  }
}
