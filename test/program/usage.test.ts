import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { checkUse, readArguments } from '../../src/commands/arguments.ts';
import { COMMANDS } from '../../src/commands/commands.ts';
import { commandHelp } from '../../src/commands/help.ts';
import { ask, startProgram } from './process.ts';

async function run(words: readonly string[], environment: Record<string, string> = {}) {
  const program = startProgram(words, { PORT: '0', ...environment });
  const code = await program.ended();
  return { code, output: program.output() };
}

test.each([
  [['serve', 'crosspoint.yaml'], 'serve does not take crosspoint.yaml'],
  [['serve', '--host', '0.0.0.0'], 'serve does not take --host'],
  [['check', '--config', 'x.yaml', '--port', '1'], 'check does not take --port'],
  [['simulate', 'recorder', 'engage'], 'simulate does not take engage'],
  [['simulate', 'recorder', '--port', '70000'], '--port must be a whole number, 65535 at most'],
  [['key', 'more'], 'key does not take more'],
  [['serve', '--reading', 'numbers=guide'], 'serve does not take --reading'],
  [['simulate', 'recorder', '--reading', 'event-call-id=never'], ', event-call-id=filled|at-the-end, '],
  [['simulate', 'engage', '--reading', 'numbers=guide'], '--reading numbers=guide: simulate engage takes answers=keys'],
  [['readings', 'nice'], 'readings needs one of: '],
  [['check'], 'check needs --config FILE'],
  [['serve', '--fast'], 'There is no flag --fast; crosspoint help lists'],
  [['serve', '-x'], 'There is no flag -x; crosspoint help lists'],
  [['serve', '--constructor'], 'There is no flag --constructor'],
  [['serve', '--config'], '--config needs a value: --config FILE'],
  [['serve', '--config', '--port', '1'], '--config needs a value: --config FILE'],
  [['serve', '--port', '1', '--port', '2'], '--port may be given once'],
  [['serve', '--origin', '*'], '--origin must name each origin'],
  [['simulate', 'all', '--as-printed=yes'], '--as-printed takes no value'],
  [['key', '--output', 'xml'], '--output must be text or json'],
])('a command refuses unknown arguments: %j', async (words, message) => {
  const { code, output } = await run(words);
  expect(output).toContain(message);
  expect(output).not.toMatch(/^ {4}at /m);
  expect(code).toBe(2);
});

test('an unknown level of logging keeps the demonstration from starting, and from staying half started', async () => {
  const { code, output } = await run(['serve'], { LOG_LEVEL: 'verbose' });
  expect([code, output]).toEqual([1, expect.stringContaining('LOG_LEVEL: must be one of debug')]);
});

test('a command that there is not is named before the help', async () => {
  for (const name of ['server', 'constructor']) {
    const { code, output } = await run([name]);
    expect([code, output]).toEqual([2, expect.stringMatching(`^There is no command ${name}\\.\n\ncrosspoint: `)]);
  }
});

test.each(['--version', '-v'])('%s prints the version', async (flag) => {
  expect(await run([flag])).toMatchObject({ code: 0, output: expect.stringMatching(/^crosspoint \d+\.\d+\.\d+\n$/) });
});

test('help is a command', async () => {
  expect(await run(['help'])).toMatchObject({ code: 0, output: expect.stringMatching(/^crosspoint: /) });
});

test('a port in use is named without a stack', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, output } = await run(['simulate', 'engage', '--port', String(port)]);
  taken.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is in use`);
  expect(output).not.toMatch(/^ {4}at /m);
});

test.each([
  ['serve', '--help'],
  ['serve', '-h'],
  ['help', 'serve'],
])('%s %s prints the help of the command', async (...words) => {
  const { code, output } = await run(words);
  expect([code, output]).toEqual([0, expect.stringMatching(/^crosspoint serve \[flags\]\n/)]);
  expect(output).toContain('  --config FILE ');
});

test('the help lists every command, and each command has a summary, its flags and examples of itself', async () => {
  const { output } = await run(['--help']);
  const names = [...output.matchAll(/^ {2}crosspoint (\S+) +\S/gm)].map(([, name = '']) => name);
  expect(names).toEqual(COMMANDS.map(({ name }) => name));
  for (const entry of COMMANDS) {
    const help = commandHelp(entry);
    expect(entry.examples.length).toBeGreaterThan(0);
    for (const example of entry.examples) {
      const words =
        example
          .replace(/^.*?crosspoint /, '')
          .split(/ [|>] /)[0]
          ?.split(' ') ?? [];
      const {
        words: [name, ...rest],
        flags,
      } = readArguments(words);
      expect(name).toBe(entry.name);
      checkUse(entry, { words: rest, flags });
      expect(help).toContain(example);
    }
    for (const flag of entry.flags) expect(help).toContain(`--${flag}`);
  }
});

test('serve prints for a person what is simulated, where the pages are and a query that works', async () => {
  const program = startProgram(['serve', '--output', 'text', '--seed', '4'], { PORT: '0' });
  await program.says(/Ctrl-C stops it/);
  const output = program.output();
  expect(output).toContain('Every account is simulated (seed 4)');
  expect(output).toMatch(/^ {4}wfo +recorder$/m);
  expect(output).toMatch(/^ {2}Console +http:\/\/localhost:\d+\/$/m);
  const [, url = '', body = ''] = /curl (\S+) -H '[^']+' -d '([^']+)'/.exec(output) ?? [];
  const { data, errors } = await ask(url, JSON.parse(body).query);
  expect([errors, data.calls.edges.length]).toEqual([undefined, expect.any(Number)]);
  await program.stop();
});

test('check and serve print JSON into a pipe', async () => {
  const serving = startProgram(['serve'], { PORT: '0' });
  const [line] = await serving.says(/^\{.*\}$/m);
  await serving.stop();
  expect(JSON.parse(line)).toMatchObject({ url: expect.stringMatching(/\/graphql$/), simulated: expect.any(Array) });
  expect(JSON.parse(line).simulated).toHaveLength(5);
  const { output } = await run(['key']);
  expect(JSON.parse(output)).toEqual({ key: expect.stringMatching(/^cpk_/), hash: expect.stringMatching(/^sha256:/) });
});
