import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/server/logging.ts';
import { startGateway, type TestGateway } from './gateway.ts';

interface AuditNode {
  readonly sequence: number;
  readonly operation: string;
}

let gateway: TestGateway;
const lines: string[] = [];
/** A finished recording: its global id, the recorder's, and a link to it. */
let recording: { id: string; native: string; url: string };

const AUDIT = `{ audit(first: 100) { edges { node {
  sequence caller tenant operation account { key } targets parameters { name value } outcome } } } }`;
/** The audit trail, oldest first. */
const audits = async (): Promise<readonly AuditNode[]> => {
  const { data } = await gateway.ask(AUDIT);
  return data.audit.edges.map(({ node }: { node: AuditNode }) => node).reverse();
};

const SECRET = 'opensesame-4711';
const exported = (format: string, more = '') =>
  `{ recorder_EXPORT(UNIQUEFIELD: "ident", UNIQUEID: "${recording.native}", MEDIA_FORMAT: ${format}${more}) { LENGTH } }`;
const mailed = (address: string, format = 'MP3') =>
  `mutation { recorder_EMAIL(IDENT: "${recording.native}", TOADDRESS: "${address}", MEDIA_FORMAT: ${format}) { RESULTTYPE } }`;
const EMAIL =
  'mutation ($id: ID!, $to: String!) { recordingEmail(input: { id: $id, toAddress: $to, format: MP3 }) { userErrors { code } } }';

beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['recorder'],
    settings: { recorder: { emailDomains: ['centre.example'] } },
    grants: { auditor: { scopes: ['admin'], tenant: 'acme' } },
    log: createLog('info', { write: (line) => void lines.push(line) }),
  });
  const list = '{ recordings(first: 50) { edges { node { id durationSeconds media(format: WAV) { url } } } } }';
  const { data } = await gateway.ask(list, {}, 'auditor');
  const { node } = data.recordings.edges.find(
    (edge: { node: { durationSeconds: number } }) => edge.node.durationSeconds > 0,
  );
  const native = Buffer.from(node.id, 'base64url').toString().split('\n')[1] ?? '';
  recording = { id: node.id, native, url: node.media.url };
}, 30_000);
afterAll(() => gateway.close());

describe('R6: a recording leaves the recorder', () => {
  test.each([
    ['as audio', () => exported('MP3'), undefined, 'OK', 'EXPORT'],
    [
      'as a CAV file, which may include a blackout',
      () => exported('CAV'),
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'EXPORT',
    ],
    [
      'encrypted, the same',
      () => exported('CAV', `, ENCRYPT: true, PASSWORD: "${SECRET}"`),
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'EXPORT',
    ],
    [
      'in a zip of CAV files',
      () => `{ recorder_MULTIEXPORT(IDENT: "${recording.native}", MEDIA_FORMAT: CAV) { LENGTH } }`,
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'MULTIEXPORT',
    ],
    [
      'joined with others into a CAV file',
      () => `{ recorder_COMBINEDEXPORT(IDENT: "${recording.native}", MEDIA_FORMAT: CAV) { LENGTH } }`,
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'COMBINEDEXPORT',
    ],
    ['to an allowed domain', () => mailed('qa@centre.example'), undefined, 'OK', 'EMAIL'],
    ['to another domain', () => mailed('eve@elsewhere.example'), 'PERMISSION_DENIED', 'PERMISSION_DENIED', 'EMAIL'],
    [
      'to a subdomain of an allowed one',
      () => mailed('eve@x.centre.example'),
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'EMAIL',
    ],
    [
      'as a CAV file to an allowed domain',
      () => mailed('qa@centre.example', 'CAV'),
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
      'EMAIL',
    ],
  ] as const)('%s: by its rule, and audited with its outcome', async (_, document, code, outcome, operation) => {
    const before = (await audits()).length;
    const { errors } = await gateway.ask(document(), {}, 'auditor');
    expect(errors?.[0]?.extensions.code).toBe(code);
    const added = (await audits()).slice(before);
    expect(added).toMatchObject([
      { caller: 'key:auditor', tenant: 'acme', account: { key: 'wfo' }, operation: `recorder_${operation}`, outcome },
    ]);
    expect(JSON.stringify(added)).toContain(recording.native);
    expect(JSON.stringify(added) + lines.join()).not.toContain(SECRET);
  });

  test.each([
    ['qa@centre.example', [], 'OK'],
    ['eve@elsewhere.example', [{ code: 'PERMISSION_DENIED' }], 'PERMISSION_DENIED'],
  ])('by recordingEmail to %s: by the same rule, and audited', async (to, userErrors, outcome) => {
    const before = (await audits()).length;
    const { data } = await gateway.ask(EMAIL, { id: recording.id, to });
    expect(data.recordingEmail.userErrors).toEqual(userErrors);
    expect((await audits()).slice(before)).toMatchObject([
      {
        ...{ caller: 'key:admin', operation: 'recordingEmail', targets: [recording.id], outcome },
        parameters: expect.arrayContaining([{ name: 'toAddress', value: to }]),
      },
    ]);
    expect(lines.join()).not.toContain(to);
  });

  test('by a link: audited before its first byte, with the caller the link was made for', async () => {
    const before = (await audits()).length;
    const response = await fetch(recording.url);
    expect(response.status).toBe(200);
    expect((await audits())[before]).toMatchObject({
      ...{ caller: 'key:auditor', operation: 'download', account: { key: 'wfo' }, outcome: 'OK' },
      targets: [recording.id],
      parameters: [
        { name: 'format', value: 'WAV' },
        { name: 'method', value: 'GET' },
      ],
    });
    await response.arrayBuffer();
  });
});
