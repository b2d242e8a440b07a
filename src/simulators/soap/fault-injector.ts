/** Faults injected into a simulated service's answers. */
import type { ServerResponse } from 'node:http';
import type { FaultInjector } from '../simulator.ts';

/** The trouble that is injected and how much of it is left. */
export class FaultSchedule {
  private wanted: FaultInjector | null = null;
  private left = Number.POSITIVE_INFINITY;

  /** Injects faults from now on; null ends that. */
  want(trouble: FaultInjector | null): void {
    this.wanted = trouble;
    this.left = trouble?.times ?? Number.POSITIVE_INFINITY;
  }

  /** The fault to answer, where one is named. */
  get fault(): string | undefined {
    return this.wanted?.fault;
  }

  /** The trouble of this call, which counts as used. */
  take(operation: string): FaultInjector['kind'] | null {
    const { wanted } = this;
    if (!wanted || this.left <= 0) return null;
    if (wanted.operation !== undefined && wanted.operation !== operation) return null;
    this.left -= 1;
    return wanted.kind;
  }
}

const PAGE = '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>';

/** Injects a fault into a response before it is sent; false where it is sent unchanged. */
export function injectFault(kind: FaultInjector['kind'] | null, response: ServerResponse, body: Buffer): boolean {
  switch (kind) {
    case 'down':
      response.destroy();
      return true;
    case 'hang':
      return true;
    case 'drip':
      drip(response, body);
      return true;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      return true;
    case 'empty':
      response.writeHead(200, { 'content-type': 'text/xml' }).end();
      return true;
    case 'half':
      response.writeHead(200, { 'content-type': 'text/xml' }).end(body.subarray(0, body.length >> 1));
      return true;
    case 'unavailable':
      response.writeHead(503, { 'content-type': 'text/html' }).end(PAGE);
      return true;
    default:
      return false;
  }
}

function drip(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
  let at = 0;
  const timer = setInterval(() => {
    if (at < body.length) response.write(body.subarray(at, at + 1));
    else response.end();
    at += 1;
  }, 20);
  response.on('close', () => clearInterval(timer));
}
