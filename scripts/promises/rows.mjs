// The promises, the commands that measure them, and how a figure is read from what a command prints.

/** Rows of a table of three columns that a command prints: the promise, its figure, and whether it holds. */
const fromTable = (promise) => {
  const cells = (output) =>
    output
      .split('\n')
      .map((line) => line.split(' | '))
      .find(([first]) => first === `| ${promise}`);
  return {
    promise,
    figure: (output) => cells(output)?.[1] ?? null,
    holds: (output) => cells(output)?.[2] === 'yes |',
    isJudged: (output) => cells(output)?.[2] !== 'not judged |',
  };
};

const CHAOS = [
  'An event of a vendor is in the log once, or a gap covers it',
  'A subscriber that continues at its cursor receives each event once, in order',
  'A webhook receives each event of its filter, those of a call in order',
  'An act is sent once, and its answer is true of the vendor',
  'An act that is answered as done is in the audit trail once',
  'Every error has a code, and every gateway that works answers',
  'No process ends that the run does not end',
  'Everything that began comes to its end',
  'The memory of a gateway does not grow after its warm-up',
  'A hung vendor delays reads of the others by at most 5 % (99th percentile)',
];

const survived = {
  promise: 'Processes that are killed, suspended, full and cut are survived',
  figure: (output) => /(\d+ faults); everything works again/.exec(output)?.[1] ?? null,
  holds: (output) => /; everything works again/.test(output),
};

const simulated = {
  promise: 'Nothing is lost, doubled or untrue in worlds whose parts fail at random',
  figure: (output) => /^(\d+ seeds) in \d+ s: (.*)$/m.exec(output)?.slice(1).join(': ') ?? null,
  holds: (output) => output.includes('Every invariant holds'),
};

/** Inputs of each property are counted by one line. */
const inputsOf = (output) => [...output.matchAll(/^fuzz: (\d+) inputs$/gm)].map(([, count]) => Number(count));
const fuzzed = {
  promise: 'No made-up input crashes or hangs a decoder or a transport',
  figure: (output) => {
    const counts = inputsOf(output);
    const sum = counts.reduce((total, count) => total + count, 0);
    return counts.length > 0 ? `${sum.toLocaleString('en')} inputs to ${counts.length} properties` : null;
  },
  holds: (output) =>
    inputsOf(output).length > 0 && !/ FAIL |does not end with seed|npm run fuzz -- --target/.test(output),
};

const WARM = '100 × 10 fields from memory over HTTP, CPU against Apollo Server standalone';
const load = {
  promise: 'A list of 100 × 10 fields from memory costs a seventh of the CPU of Apollo Server',
  figure: (output) => cellsOf(output, WARM)?.[2] ?? null,
  holds: (output) => cellsOf(output, WARM)?.[3] === 'yes |',
};
const cellsOf = (output, first) =>
  output
    .split('\n')
    .map((line) => line.split(' | '))
    .find(([cell]) => cell === `| ${first}`);

/** Every measurement, the longest first. */
export const MEASUREMENTS = [
  {
    short: ['chaos', '--', '--minutes', '1'],
    long: ['chaos', '--', '--minutes', '10'],
    rows: [survived, ...CHAOS.map((promise) => fromTable(promise))],
  },
  {
    short: ['simulate:faults', '--', '--seeds', '100'],
    long: ['simulate:faults', '--', '--seeds', '1000'],
    rows: [simulated],
  },
  { short: ['fuzz', '--', '--seconds', '1'], long: ['fuzz', '--', '--seconds', '10'], rows: [fuzzed] },
  { short: ['bench', '--', 'warm'], long: ['bench', '--', 'warm'], rows: [load] },
];

/** The table as Markdown. */
export function table(rows) {
  const lines = rows.map(
    ({ promise, figure, verdict, command }) => `| ${promise} | ${figure} | ${verdict} | \`${command}\` |`,
  );
  return ['| promise | figure | holds | measured by |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
