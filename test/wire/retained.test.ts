/** Values outlive their documents: calls, for example, are remembered for a day. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { list, optional, type SendOptions, string, struct } from '../../src/adapters/contract.ts';
import type { Five9Client } from '../../src/adapters/five9-config/client.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { agentReads } from '../../src/adapters/five9-config/reads/agents.ts';
import { decodeAnswerInSlices } from '../../src/adapters/soap/envelope.ts';
import { decodeXml } from '../../src/adapters/xml/decode.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const DOCUMENTS = 200;
const PADDING = 'x'.repeat(100_000);
const MOST_BYTES = 5_000_000;

const row = struct('row', 'A row.', { id: optional(string, '') });
const rows = list(row, 'row');
const idOf = (at: number) => `${String(at).padStart(4, '0')}-4711-20260302-150000`;

test.each([
  ['in a row', (id: string) => `<row><id>${id}</id></row>`],
  ['beside attributes', (id: string) => `<row a="b"><id c="d">${id}</id></row>`],
])('a stored value %s does not retain its document', (_, written) => {
  const values: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < DOCUMENTS; at += 1) {
    // From bytes, as documents come from a socket.
    const text = Buffer.from(`<rows>${written(idOf(at))}<other>${PADDING}</other></rows>`).toString();
    values.push(decodeXml(rows, text, { timeZone: 'UTC' }));
  }
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_BYTES);
  expect(values).toEqual(values.map((_, at) => [{ id: idOf(at) }]));
});

/** Bytes that the decoded text of this many characters keeps in memory, of documents that are much longer. */
function retainedBy(characters: number): number {
  const values: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < DOCUMENTS; at += 1) {
    const id = idOf(at).padEnd(characters, 'y');
    const text = Buffer.from(`<rows><row><id>${id}</id></row><other>${PADDING}</other></rows>`).toString();
    values.push(decodeXml(rows, text, { timeZone: 'UTC' }));
  }
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  expect(values).toHaveLength(DOCUMENTS);
  return bytes;
}

test('a value of up to 4,096 characters is copied out of its document, and a longer one is not', () => {
  expect(retainedBy(4_096)).toBeLessThan(MOST_BYTES);
  expect(retainedBy(4_097)).toBeGreaterThan(DOCUMENTS * PADDING.length * 0.9);
});

test('names and blanks that were learned of a document do not retain it', () => {
  const blanks = '\n'.padEnd(40);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < DOCUMENTS; at += 1) {
    const leaves = ['a', 'b', 'c'].map((leaf) => `${blanks}<${leaf}/>`).join('');
    const learned = `<a-long-name-${at}>${leaves}${blanks}</a-long-name-${at}>`.repeat(3);
    decodeXml(rows, Buffer.from(`<rows>${learned}<other>${PADDING}</other></rows>`).toString(), { timeZone: 'UTC' });
  }
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_BYTES);
});

/** A client whose every list of users is one user in a long document. */
function clientOfLongAnswers(): Five9Client {
  const send = async (name: 'getUsersInfo', _: object, ask: SendOptions) => {
    const id = idOf(0);
    const general = `<generalInfo><userName>${id}-user</userName><fullName>${id}-name</fullName><EMail>${id}@acme.example</EMail><extension>${id}</extension></generalInfo>`;
    const user = `<return><agentGroups>${id}-group</agentGroups>${general}<roles><agent/></roles><skills><level>1</level><skillName>${id}-skill</skillName></skills></return>`;
    const envelope = `<a:Envelope xmlns:a="a"><a:Body><a:${name}Response>${user}<!--${PADDING}--></a:${name}Response></a:Body></a:Envelope>`;
    const answer = Buffer.from(envelope).toString();
    const decoded = await decodeAnswerInSlices(
      answer,
      name,
      five9ConfigContract.operations[name],
      { timeZone: 'UTC' },
      ask,
    );
    return 'value' in decoded ? decoded.value : undefined;
  };
  return { send } as unknown as Five9Client;
}

test('the agents of a stored list do not retain the document that they were read from', async () => {
  const { agents } = agentReads(clientOfLongAnswers(), () => new Date());
  const stored: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < DOCUMENTS; at += 1) stored.push((await agents?.({}, {}))?.items);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_BYTES);
  const one = { nativeId: `${idOf(0)}-user`, name: `${idOf(0)}-name`, email: `${idOf(0)}@acme.example` };
  expect(stored).toEqual(stored.map(() => [expect.objectContaining({ ...one, skills: [`${idOf(0)}-skill`] })]));
});
