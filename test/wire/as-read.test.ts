import { describe, expect, it } from 'vitest';
import { decodeAnswerInSlices, encodeEnvelope } from '../../src/adapters/soap/envelope.ts';
import { NAMESPACE, sample } from './sample.ts';

const context = { timeZone: 'UTC' };
const row = sample.operations.echo;

type Widget = Readonly<Record<string, unknown>> & { readonly parts: readonly Readonly<Record<string, unknown>>[] };

/** The widget of an answer, read so that it can be written back. */
async function read(content: string): Promise<Widget> {
  const body = `<echoResponse><return>${content}</return></echoResponse>`;
  const document = `<e:Envelope xmlns:e="urn:e"><e:Body>${body}</e:Body></e:Envelope>`;
  const answer = await decodeAnswerInSlices(document, 'echo', row, context, { asRead: true });
  return (answer as { readonly value: Widget }).value;
}

/** What is sent for a widget. */
function sent(widget: object): string {
  const input = { widget };
  const parts = { namespace: NAMESPACE, style: 'named' as const, operation: 'echo', fields: row.input, input, context };
  return /<widget>(.*)<\/widget>/s.exec(encodeEnvelope({ ...parts, header: '' }))?.[1] ?? '';
}

describe('an object that is written back as it was read', () => {
  const content = '<id>007</id><made>x</made><label>a</label><parts><name>p</name><size>01</size><hue>2</hue></parts>';

  it('has its texts as they were, and the elements that the contract lacks where they stood', async () => {
    expect(sent(await read(content))).toBe(content);
  });

  it('has a changed field as the contract writes it, with the unknown elements of its other objects', async () => {
    const widget = await read(content);
    const [part] = widget.parts;
    expect(sent({ ...widget, label: 'b', parts: [{ ...part, size: 5 }] })).toBe(
      '<id>007</id><made>x</made><label>b</label><parts><name>p</name><size>5</size><hue>2</hue></parts>',
    );
  });

  it('has an element with elements in it that the contract lacks', async () => {
    const nested = '<id>1</id><made><by>me &amp; you</by></made>';
    expect(sent(await read(nested))).toBe(nested);
  });

  it('keeps the items of a list that has an element of its own', async () => {
    const tags = '<tags><item>a</item><item>b</item></tags>';
    expect(sent(await read(tags))).toBe(tags);
  });
});
