/** Days, spans and hours. */
import { enumeration, int, list, optional, required, struct } from '../../../contract.ts';
import { five9DateTime } from './scalars.ts';

export const dayOfWeek = enumeration(
  'dayOfWeek',
  'A day of the week.',
  {
    SUNDAY: 'Sunday.',
    MONDAY: 'Monday.',
    TUESDAY: 'Tuesday.',
    WEDNESDAY: 'Wednesday.',
    THURSDAY: 'Thursday.',
    FRIDAY: 'Friday.',
    SATURDAY: 'Saturday.',
  },
  76,
);

export const timePeriod = enumeration(
  'timePeriod',
  'Unit of a waiting time.',
  {
    Second: 'Seconds.',
    Minute: 'Minutes.',
    Hour: 'Hours.',
    Day: 'Days.',
  },
  121,
);

export const dateRange = struct(
  'dateRange',
  'Days a dialing rule holds for: weekdays, or a span of dates. Weekdays win when both are given.',
  {
    daysOfWeek: optional(list(dayOfWeek), 'Weekdays.'),
    endDate: optional(five9DateTime, 'Last day of the span.'),
    startDate: optional(five9DateTime, 'First day of the span.'),
  },
  { page: 76 },
);

export const timeRange = struct(
  'timeRange',
  'Part of a day.',
  {
    startHour: required(int, 'Hour of the start, e.g. 8 for 8:32 AM.'),
    startMinute: required(int, 'Minute of the start.'),
    stopHour: required(int, 'Hour it ends, e.g. 17 for 5:00 PM.'),
    stopMinute: required(int, 'Minute it ends.'),
  },
  { page: 121 },
);

export const timer = struct(
  'timer',
  'A duration: the sum of its parts.',
  {
    days: required(int, 'Days.', { minimum: 0 }),
    hours: required(int, 'Hours, 0 to 23.', { minimum: 0, maximum: 23 }),
    minutes: required(int, 'Minutes, 0 to 59.', { minimum: 0, maximum: 59 }),
    seconds: required(int, 'Seconds, 0 to 59.', { minimum: 0, maximum: 59 }),
  },
  { page: 122 },
);
