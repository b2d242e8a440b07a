/** Where nothing is recorded on a phone, RECORDSTART reaches its last call (guide l. 292), which must be the named one. */
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

const device = (inside: string) =>
  `<DEVICES><COUNT>1</COUNT><DEVICE><DEVICEID>7001</DEVICEID>${inside}</DEVICE></DEVICES>`;
const started = '<STARTTIME>2/1/2011 11:49:32 AM</STARTTIME>';

/** A recorder that records nothing until RECORDSTART, then a call with these fields. */
async function recorder(status: string, recorded: string, callIdField?: string) {
  let isRecording = false;
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const [id = 0] = requestIds(request);
      if (request.includes('<TYPE>RECORDSTART')) isRecording = true;
      const recording = isRecording
        ? `<RECORDING><ISRECORDING>Y</ISRECORDING><STATUS>recording</STATUS>${recorded}</RECORDING>`
        : '';
      const more = request.includes('<TYPE>DEVICESTATUS')
        ? status
        : request.includes('<TYPE>DEVICERECORDINGSTATUS')
          ? `<DEVICE><DEVICEID>7001</DEVICEID>${recording}</DEVICE>`
          : '';
      socket.write(okResult(id, more));
    }
  });
  const adapter = vendor.connect('wfo', { ...server.settings, callIdField }, dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await server.close();
  });
  const start = (isOnlyCall: boolean) => adapter.recordingStart?.({ device: '7001', callId: 'A', isOnlyCall }, {});
  const sent = () => /<TYPE>RECORDSTART<.*?<\/REQUEST>/s.exec(server.received.join(''))?.[0] ?? null;
  return { start, sent };
}

test('the call is named by its instance where the recorder identifies it', async () => {
  const status = device(`<USER8>A</USER8>${started}<RECORDING><CALLINSTANCE>2001</CALLINSTANCE></RECORDING>`);
  const { start, sent } = await recorder(status, '<CALLINSTANCE>2001</CALLINSTANCE><USER8>A</USER8>', 'USER8');
  expect(await start(false)).toMatchObject({ state: 'RECORDING', confirmedBy: 'STATUS' });
  expect(sent()).toContain('<CALLINSTANCE>2001</CALLINSTANCE>');
});

test.each([
  ['another call is the last one', `<USER8>B</USER8>${started}`, true],
  ['the last call is not identified and the phone has another call', started, false],
  ['the recorder has an id of another kind and the phone has another call', `<CALLID>0001</CALLID>${started}`, false],
])('nothing is sent where %s', async (_, row, isOnlyCall) => {
  const { start, sent } = await recorder(device(row), '', 'USER8');
  await expect(start(isOnlyCall)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(sent()).toBeNull();
});

test('a call that is the only one on its phone is recorded though the recorder does not identify it', async () => {
  const { start, sent } = await recorder(device(`<CALLID>0001</CALLID>${started}`), '<CALLID>0001</CALLID>');
  expect(await start(true)).toMatchObject({ state: 'RECORDING' });
  expect(sent()).not.toContain('CALLINSTANCE');
});

test('a recording of another call that came between is reported as an unknown outcome', async () => {
  const { start } = await recorder(device(`<USER8>A</USER8>${started}`), '<USER8>B</USER8>', 'USER8');
  expect(await start(true)).toMatchObject({ state: 'NOT_RECORDING', code: 'OUTCOME_UNKNOWN' });
});
