/** Requests with attachments: SOAP with swaRef, an envelope and its files as parts of one multipart/related body. */
import { randomBytes } from 'node:crypto';
import type { Operation } from '../../contract.ts';
import type { PackagedEnvelope } from '../../soap/transport.ts';
import { contentId, isSwaRef } from '../contract/types/attachments.ts';

const ENVELOPE_ID = 'envelope@crosspoint';

/** Packages an envelope with the files its input refers to; null where the operation takes no attachment. */
export function withAttachments(row: Operation, input: Readonly<Record<string, unknown>>, envelope: string) {
  const names = Object.keys(row.input).filter((name) => row.input[name] && isSwaRef(row.input[name].type));
  if (!names.length) return null;
  const files = names.map((name) => String(input[name] ?? '')).filter((file) => file !== '');
  return packaged(envelope, [...new Set(files)]);
}

function packaged(envelope: string, files: readonly string[]): PackagedEnvelope {
  const boundary = `crosspoint-${randomBytes(18).toString('hex')}`;
  const parts = [
    part(boundary, 'text/xml; charset=utf-8', '8bit', ENVELOPE_ID, Buffer.from(envelope)),
    ...files.map((file) => part(boundary, 'audio/x-wav', 'binary', contentId(file), Buffer.from(file, 'base64'))),
  ];
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  const type = `multipart/related; type="text/xml"; start="<${ENVELOPE_ID}>"; boundary="${boundary}"`;
  return { body, headers: { 'content-type': type } };
}

function part(boundary: string, type: string, encoding: string, id: string, content: Buffer): Buffer {
  const head = [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, `Content-ID: <${id}>`];
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${head.join('\r\n')}\r\n\r\n`), content, Buffer.from('\r\n')]);
}
