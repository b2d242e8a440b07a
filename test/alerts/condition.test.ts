/** When an alert is raised and cleared, by the values of a figure over time. */
import { expect, test } from 'vitest';
import { AlertCondition, type FigureValue } from '../../src/alerts/condition.ts';
import { alertShape } from '../../src/config/alerts.ts';

type Step = readonly [second: number, value: FigureValue];

/** The seconds at which the alert of a rule changes. */
function changes(settings: object, steps: readonly Step[]): string[] {
  const rule = alertShape.parse({ id: 'rule', figure: 'CALLS_WAITING', ...settings });
  const condition = new AlertCondition();
  let isRaised = false;
  return steps.flatMap(([second, value]) => {
    if (!condition.isDue(rule, isRaised, value, second * 1_000)) return [];
    isRaised = !isRaised;
    return [`${isRaised ? 'RAISED' : 'CLEARED'} ${second}`];
  });
}

const CASES: readonly (readonly [
  name: string,
  settings: object,
  steps: readonly Step[],
  changes: readonly string[],
])[] = [
  [
    'is raised when the condition was true for the time, and cleared when it has not for the time',
    { above: 5, forSeconds: 60, clearForSeconds: 30 },
    [
      [0, 6],
      [59, 9],
      [60, 6],
      [61, 5],
      [90, 5],
      [91, 4],
      [92, 4],
    ],
    ['RAISED 60', 'CLEARED 91'],
  ],
  [
    'is not raised by the threshold itself',
    { above: 5, forSeconds: 0 },
    [
      [0, 5],
      [1, 6],
    ],
    ['RAISED 1'],
  ],
  [
    'begins to wait again when the condition did not hold in between',
    { above: 5, forSeconds: 10 },
    [
      [0, 6],
      [9, 5],
      [10, 6],
      [19, 6],
      [20, 6],
    ],
    ['RAISED 20'],
  ],
  [
    'stays raised between the threshold and the value of clearing',
    { above: 5, clearAt: 2, forSeconds: 0, clearForSeconds: 10 },
    [
      [0, 6],
      [1, 3],
      [20, 3],
      [21, 2],
      [25, 3],
      [26, 2],
      [35, 1],
      [36, 0],
    ],
    ['RAISED 0', 'CLEARED 36'],
  ],
  [
    'is raised below a threshold and cleared at a higher value',
    { figure: 'SERVICE_LEVEL', below: 0.8, clearAt: 0.85, forSeconds: 0 },
    [
      [0, 0.8],
      [1, 0.79],
      [2, 0.84],
      [3, 0.85],
    ],
    ['RAISED 1', 'CLEARED 3'],
  ],
  [
    'does not change while the figure is unknown, and waits again afterwards',
    { above: 5, forSeconds: 10 },
    [
      [0, 6],
      [9, undefined],
      [10, 6],
      [20, 6],
      [21, undefined],
      [60, undefined],
      [61, 0],
      [70, 0],
      [71, 0],
    ],
    ['RAISED 20', 'CLEARED 71'],
  ],
  [
    'is cleared when the figure has no value, and not raised by none',
    { figure: 'SERVICE_LEVEL', below: 0.8, forSeconds: 0 },
    [
      [0, null],
      [1, 0.5],
      [2, null],
    ],
    ['RAISED 1', 'CLEARED 2'],
  ],
];

test.each(CASES)('An alert %s', (_, settings, steps, expected) => {
  expect(changes(settings, steps)).toEqual(expected);
});

test('A rule names one side, a value of clearing on the other side, and a group that has the figure', () => {
  const problems = (rule: object) =>
    alertShape
      .safeParse({ id: 'rule', figure: 'CALLS_WAITING', ...rule })
      .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  expect(problems({ above: 5, clearAt: 5 })).toEqual([]);
  expect(problems({ above: 5, groupBy: 'QUEUE', names: ['Billing'] })).toEqual([]);
  expect(problems({})).toEqual(['above is required, or below instead; not both']);
  expect(problems({ above: 5, below: 1 })).toEqual(['above is required, or below instead; not both']);
  expect(problems({ above: 5, clearAt: 6 })).toEqual(['clearAt must be at most above']);
  expect(problems({ below: 5, clearAt: 4 })).toEqual(['clearAt must be at least below']);
  expect(problems({ above: 5, names: ['Billing'] })).toEqual(['names needs groupBy']);
  expect(problems({ above: 5, serviceLevelSeconds: 20 })).toEqual([
    'serviceLevelSeconds is only for the figure SERVICE_LEVEL',
  ]);
  expect(problems({ above: 5, groupBy: 'AGENT_GROUP' })).toEqual([
    'groupBy must not be AGENT_GROUP: no vendor reports CALLS_WAITING by it',
  ]);
  expect(problems({ figure: 'AGENTS_READY', below: 1, groupBy: 'QUEUE' })).toEqual([
    'groupBy must not be QUEUE: no vendor reports AGENTS_READY by it',
  ]);
});
