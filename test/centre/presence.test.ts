import { expect, test } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedPerson } from '../../src/simulators/centre/model.ts';

const START = new Date('2026-03-02T08:00:00Z');

/** A person with a first call that came back from parking beside a second one. */
function twoActiveCalls() {
  const centre = createCentre({ seed: 1, startsAt: START });
  const person = centre.people[0] as SimulatedPerson;
  const first = talk(centre, person);
  centre.hold(first);
  centre.parked.add(first);
  const second = talk(centre, person);
  return { centre, person, first, second };
}

function talk(centre: Centre, person: SimulatedPerson) {
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  return call;
}

test('a person is not ready while another call is active', () => {
  const { centre, person, first, second } = twoActiveCalls();
  centre.parked.delete(first);
  centre.retrieve(first);
  centre.hangUp(second);
  expect(person.presence).toBe('ON_CALL');
  centre.dispose(second, 'Resolved');
  expect(person.presence).toBe('ON_CALL');
  centre.dispose(first, 'Resolved');
  expect(person.presence).toBe('READY');
});

test('a person whose parked call comes back is on a call', () => {
  const { centre, person, first, second } = twoActiveCalls();
  centre.dispose(second, 'Resolved');
  expect(person.presence).toBe('READY');
  centre.parked.delete(first);
  centre.retrieve(first);
  expect(person.presence).toBe('ON_CALL');
});

test('breaks are put off while a call is parked', () => {
  const centre = createCentre({ seed: 1, startsAt: START });
  for (const person of centre.people) {
    const call = talk(centre, person);
    centre.hold(call);
    centre.parked.add(call);
    const other = talk(centre, person);
    centre.dispose(other, 'Resolved');
  }
  const later = new Date(START.getTime() + 290_000);
  centre.advanceTo(later);
  expect(centre.now()).toEqual(later);
  expect(centre.people.filter(({ presence }) => presence === 'NOT_READY')).toEqual([]);
});
