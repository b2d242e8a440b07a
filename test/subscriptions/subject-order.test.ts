import { expect, it } from 'vitest';
import { SubjectOrder } from '../../src/subscriptions/ingest/subject-order.ts';
import { callEvent } from './events.ts';

const buffered = (sequence: number, call: string) => ({ event: callEvent({ call }), sequence });

it('the events of a subject that wait are those that were added before another and not removed since', () => {
  const order = new SubjectOrder();
  const [first, second, third, other] = [buffered(1, 'a'), buffered(2, 'a'), buffered(3, 'a'), buffered(4, 'b')];
  const { subject } = first.event;
  for (const each of [first, second, third, other]) order.add(each);
  expect(order.older(subject, third)).toEqual([first, second]);
  expect(order.older(subject)).toEqual([first, second, third]);
  order.delete(first);
  order.delete(second);
  expect(order.older(subject), 'the last one waits on').toEqual([third]);
  order.delete(third);
  expect(order.older(subject)).toEqual([]);
  expect(order.older(other.event.subject)).toEqual([other]);
  order.clear();
  expect(order.older(other.event.subject)).toEqual([]);
});
