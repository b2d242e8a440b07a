import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { endpointOf } from '../../src/adapters/recorder/client/connection.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';
import { until } from '../helpers/until.ts';
import { okResult, requestIds } from './dependencies.ts';
import { against, answersAll } from './servers.ts';

describe('answers', () => {
  it('carries many callers on one connection with answers in any order (X7)', async () => {
    const waiting: number[] = [];
    const { server, client } = await against((text, socket) => {
      waiting.push(...requestIds(text));
      if (waiting.length < 20) return;
      for (const id of waiting.splice(0).toReversed()) socket.write(okResult(id, '', `for ${id}`));
    });
    const asked = await Promise.all(Array.from({ length: 20 }, () => client.send('TEST', {})));
    expect(server.sockets).toHaveLength(1);
    expect(new Set(asked.map((one) => one?.REQUESTID)).size).toBe(20);
    for (const one of asked) expect(one?.RESULTMSG).toBe(`for ${one?.REQUESTID}`);
  });

  it('reads answers byte by byte, over several lines, without a last line end (X7)', async () => {
    const { client } = await against((text, socket) => {
      const [id = 0] = requestIds(text);
      const lines = okResult(id, '', 'é😀\r\nzwei').replaceAll('><', '>\r\n<');
      for (const byte of Buffer.from(lines)) socket.write(Buffer.of(byte));
    });
    expect((await client.send('TEST', {}))?.RESULTMSG).toBe('é😀\r\nzwei'.replace('\r\n', '\n'));
  });

  it('ignores events and answers to unknown request ids (X7)', async () => {
    const { client } = await against((text, socket) => {
      const [id = 0] = requestIds(text);
      const event = '<CALLCOPYEVENT><EVENTTYPE>X</EVENTTYPE></CALLCOPYEVENT>';
      socket.write(`${event}\r\n${okResult(id + 7)}\r\n${event}${okResult(id)}`);
    });
    expect((await client.send('TEST', {}))?.RESULTTYPE).toBe('API_OK');
  });

  it('wraps request ids after 2147483647, past one still pending (X7)', async () => {
    let waiting: { id: number; socket: Socket } | undefined;
    const { client } = await against(
      (text, socket) => {
        for (const id of requestIds(text)) {
          if (!waiting) waiting = { id, socket };
          else socket.write(okResult(id));
        }
      },
      {},
      1,
    );
    const first = client.send('TEST', {});
    await until(() => waiting);
    (client as unknown as { tcp: { lastId: number } }).tcp.lastId = 2_147_483_645;
    const ids = [];
    for (let count = 0; count < 3; count += 1) ids.push((await client.send('TEST', {}))?.REQUESTID);
    expect(ids).toEqual([2_147_483_646, 2_147_483_647, 2]);
    waiting?.socket.write(okResult(1));
    expect((await first)?.REQUESTID).toBe(1);
  });

  it('answers although a count is wrong, and reports it (X2)', async () => {
    const more = '<COUNT>3</COUNT><STATIONS><STATION><DEVICEID>00123</DEVICEID></STATION></STATIONS>';
    const { client, lines } = await against(
      (text, socket) => void socket.write(okResult(requestIds(text)[0] ?? 0, more)),
    );
    expect((await client.send('STATIONS', {}))?.STATIONS).toMatchObject([{ DEVICEID: '00123' }]);
    expect(lines).toMatchObject([{ level: 'warn', facts: { count: 3, found: 1 } }]);
  });
});

describe('requests', () => {
  const hostileValues = [
    '<b>&amp;</b>',
    ']]>',
    '"\'`',
    '😀 שלום ‮',
    'a\r\nb\rc\nd',
    '</USER4></REQUEST>\r\n<REQUEST><TYPE>CALLSTOP</TYPE></REQUEST>',
    ' padded ',
    '+15550000003',
    '00123',
    '1e5',
    '<?x ?><!-- -->',
    '%0d%0a',
  ];

  it.each(hostileValues)('sends %j in exactly one document and one line, and loses nothing (X4)', async (value) => {
    const { server, client } = await against(answersAll);
    await client.send('CALLUPDATE', { DEVICEID: '555', USER4: value });
    const [sent = ''] = server.received;
    expect(sent.endsWith('\r\n')).toBe(true);
    expect(sent.slice(0, -2)).not.toMatch(/[\r\n]/);
    const fields = parseXml(sent).children.map(({ name, text }) => [name, text]);
    expect(fields).toEqual([
      ['TYPE', 'CALLUPDATE'],
      ['REQUESTID', '1'],
      ['DEVICEID', '555'],
      ['USER4', value],
    ]);
  });

  it.each(['\0', '\u0008', '\ufffe', '\uffff', '\ud800'])(
    'refuses the forbidden character %j before sending (X4)',
    async (value) => {
      const { server, client } = await against(answersAll);
      await expect(client.send('CALLUPDATE', { DEVICEID: '555', USER4: `a${value}` })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        argumentPath: ['USER4'],
        operation: 'CALLUPDATE',
      });
      expect(server.sockets).toHaveLength(0);
    },
  );

  it('refuses keys that the contract lacks', async () => {
    const { server, client } = await against(answersAll);
    for (const key of ['$xml', '_xml', '$value', 'attributes', '<b>', '__proto__', 'REQUESTID'])
      await expect(client.call('CALLSTOP', JSON.parse(`{"DEVICEID":"1","${key}":"x"}`), {})).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    expect(server.sockets).toHaveLength(0);
  });
});

it.each([
  ['tcp://10.1.2.30:5621', '10.1.2.30', 5621],
  ['tcp://recorder.example', 'recorder.example', 5620],
  ['tcp://[fd00::5]:5620', 'fd00::5', 5620],
])('finds %s at %s, port %i', (url, host, port) => {
  expect(endpointOf(url)).toEqual({ host, port });
});
