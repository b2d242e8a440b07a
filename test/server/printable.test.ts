/** Text of callers and vendors in the log and on an operator's terminal, and in comma-separated answers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { createApiKey } from '../../src/server/auth.ts';
import { createLog } from '../../src/server/logging.ts';
import { readableDestination } from '../../src/server/readable-log.ts';
import { startProgram } from '../program/process.ts';
import { okResult, requestIds, scripted } from '../recorder/dependencies.ts';

/** Clears the screen by the 8-bit and by the 7-bit introducer, reverses the line, and forges one. */
const HOSTILE = '\u009b2Jgone \u001b[2J\u202edetrever\u2028next\u0085next\u007f\nok    wfo: forged';
const CONTROLS = /[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/u;

test('a log line with control characters stays one line without any (X13)', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.warn({ err: new Error(HOSTILE), account: HOSTILE }, HOSTILE);
  expect(lines).toHaveLength(1);
  const [line = ''] = lines;
  expect(line).not.toMatch(CONTROLS);
  expect(line.trimEnd()).not.toContain('\n');
  const { err, msg } = JSON.parse(line);
  expect(err.message).toContain('gone');
  expect(err.message).not.toMatch(CONTROLS);
  expect(msg).toContain('detrever');
});

test('a log line on a terminal has no control characters, and forges no other line (X13)', () => {
  let text = '';
  const log = createLog('info', readableDestination({ write: (line) => (text += line) }));
  log.warn({ account: HOSTILE, cause: new Error(HOSTILE) }, HOSTILE);
  expect(text).toMatch(/^\d\d:\d\d:\d\d warn .*gone/);
  expect(text).toContain('detrever');
  expect(text).not.toMatch(CONTROLS);
  expect(text.split('\n').filter((line) => line !== '' && !/^ {6}/.test(line))).toHaveLength(1);
});

test.each([
  ['text', /^ok {4}wfo: answers; .*gone/m],
  ['json', /^\{"result":"ok","subject":"wfo","message":"answers; .*gone/m],
])(
  'check prints as %s what a vendor answers, without control characters or forged lines (X13)',
  async (output, found) => {
    // A vendor's XML may refer to every character but a few controls.
    const uptime = [...HOSTILE].filter((each) => each !== '\u001b').map((each) => `&#${each.codePointAt(0)};`);
    const server = await scripted((text, socket) => {
      const status = `<SYSTEMUPTIME>${uptime.join('')}</SYSTEMUPTIME>`;
      for (const id of requestIds(text)) socket.write(`${okResult(id, status)}\r\n`);
    });
    const accounts = [{ id: 'wfo', vendor: 'recorder', url: `tcp://127.0.0.1:${server.port}` }];
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-printable-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'crosspoint.yaml');
    const auth = { keys: [{ id: 'one', hash: createApiKey().hash, scopes: ['admin'] }] };
    writeFileSync(file, JSON.stringify({ accounts, auth }));
    const program = startProgram(['check', '--output', output, '--config', file]);
    await program.ended();
    await server.close();
    expect(program.output()).toMatch(found);
    expect(program.output()).not.toMatch(CONTROLS);
    expect(program.output()).not.toMatch(/^ok {4}wfo: forged/m);
  },
);

test('the only comma-separated answer is that of a report, and the vendor plane says what its text may hold (X13)', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('simulators'),
  );
  const writing = sources.filter((file) => /text\/csv|\.csv\b/.test(readFileSync(join('src', file), 'utf8')));
  // The first names the type; the second streams the text through `safeCsv`, which test/unified/acts/reports.test.ts downloads.
  expect(writing.sort()).toEqual(['adapters/five9-config/reads/reports.ts', 'server/downloads.ts']);
  const rows = vendors.flatMap(({ contract }) => Object.entries(contract.operations));
  const texts = rows.filter(([name, { output }]) => /csv/i.test(name) && output?.kind === 'scalar');
  expect(texts.map(([name]) => name)).toContain('getReportResultCsv');
  for (const [, { description }] of texts) expect(description).toMatch(/formula to a spreadsheet/);
});
