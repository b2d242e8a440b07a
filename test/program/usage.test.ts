import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startProgram } from './process.ts';

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
])('a command refuses unknown arguments: %j', async (words, message) => {
  const { code, output } = await run(words);
  expect(output).toContain(message);
  expect(output).not.toMatch(/^ {4}at /m);
  expect(code).toBe(1);
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

test.each(['--help', '-h'])('%s is answered with the help', async (flag) => {
  const { code, output } = await run(['serve', flag]);
  expect([code, output]).toEqual([0, expect.stringMatching(/^crosspoint: /)]);
});
