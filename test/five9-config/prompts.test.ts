import { afterEach, describe, expect, test } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator } from '../../src/simulators/five9-config/index.ts';
import { silence } from '../../src/simulators/five9-config/wav.ts';
import { standIn } from './stand-in.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const WAV = silence();
const prompt = { name: 'Greeting' };

// Guide p. 202: "WAV file attachment in a MIME package", p. 14: swaRef.xsd. SOAP with Attachments: multipart/related with
// the envelope as its root and a cid: URI for the Content-ID of the file.
test.each(['addPromptWav', 'modifyPromptWav'])('%s carries the file as a part of a MIME package', async (operation) => {
  const { adapter, requests } = await standIn(() => '');
  await adapter.call(operation, { prompt, wavFile: WAV }, {});
  const [{ headers, body } = { headers: {}, body: '' }] = requests;
  const type = headers['content-type'] ?? '';
  expect(type).toMatch(/^multipart\/related; type="text\/xml"; start="<[^>]+>"; boundary="[^"]+"$/);
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1] ?? '';
  const [envelope = '', file = ''] = body.split(`--${boundary}\r\n`).slice(1);
  const [cid] = /<wavFile>cid:([^<]+)<\/wavFile>/.exec(envelope)?.slice(1) ?? [];
  expect(envelope).toContain(`Content-ID: <${/start="<([^>]+)>"/.exec(type)?.[1]}>`);
  expect(file).toContain(`Content-ID: <${cid}>`);
  const content = file.slice(file.indexOf('\r\n\r\n') + 4, file.lastIndexOf(`\r\n--${boundary}--`));
  expect(Buffer.from(content, 'latin1').toString('base64')).toBe(WAV);
});

test.each(['addPromptWavInline', 'modifyPromptWavInline'])('%s carries the file as base64', async (operation) => {
  const { adapter, requests } = await standIn(() => '');
  await adapter.call(operation, { prompt, wavFile: WAV }, {});
  expect(requests[0]?.headers['content-type']).toMatch(/^text\/xml/);
  expect(requests[0]?.body).toContain(`<wavFile>${WAV}</wavFile>`);
});

describe.each(['attachment', 'inline'])('under the reading %s', (chosen) => {
  test('a prompt is added and its file changed at the simulator, and the other form is refused', async () => {
    const centre = createCentre({ seed: 3, startsAt: new Date('2026-03-02T08:00:00Z') });
    const running = await simulator.start({ centre, port: 0, reading: { 'prompt-wav': chosen } });
    open.push(() => running.close());
    const connect = (form: string) => {
      const settings = vendor.settings.parse({ ...running.settings, readings: { 'prompt-wav': form } });
      const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
      open.push(() => adapter.close());
      return adapter;
    };
    const adapter = connect(chosen);
    await adapter.call('addPromptWav', { prompt, wavFile: WAV }, {});
    await adapter.call('modifyPromptWav', { prompt: { ...prompt, description: 'new' }, wavFile: WAV }, {});
    expect(await adapter.call('getPrompt', { promptName: 'Greeting' }, {})).toMatchObject({ description: 'new' });
    const other = connect(chosen === 'inline' ? 'attachment' : 'inline');
    await expect(other.call('addPromptWav', { prompt: { name: 'x' }, wavFile: WAV }, {})).rejects.toMatchObject({
      vendorCode: 'WavFileUploadFailedFault',
    });
  });
});
