import { register } from './register-enum.ts';
import * as words from './vocabulary.ts';

register(words.AlertEventType, 'AlertEventType', 'Type of an alert event.', {
  RAISED: 'The figure was beyond the threshold for the time of the rule.',
  CLEARED: 'The figure was back for the time of the rule, or the rule was removed.',
});

register(
  words.AlertFigure,
  'AlertFigure',
  'Current figure that an alert has a threshold for, as in `RealtimeMetricRow`.',
  {
    CALLS_WAITING: 'Calls waiting in queues.',
    LONGEST_WAIT: 'Seconds for which the longest waiting call has waited.',
    LONGEST_CALL: 'Seconds since the start of the longest live call at an agent’s phone.',
    OFFERED: 'Calls offered since midnight.',
    ANSWERED: 'Calls answered since midnight.',
    ABANDONED: 'Calls abandoned since midnight.',
    ABANDON_RATE: 'Abandoned ÷ offered calls since midnight, from 0 to 1.',
    SERVICE_LEVEL: 'Service level since midnight, from 0 to 1.',
    AVERAGE_SPEED_OF_ANSWER: 'Mean seconds until an answer since midnight.',
    AVERAGE_HANDLE_TIME: 'Mean handle time in seconds since midnight.',
    OCCUPANCY: 'Handling time ÷ (handling time + ready time) since midnight, from 0 to 1.',
    AGENTS_LOGGED_IN: 'Agents that are logged in.',
    AGENTS_READY: 'Agents that are ready.',
    AGENTS_NOT_READY: 'Agents that are not ready.',
    AGENTS_ON_CALL: 'Agents in a call.',
    AGENTS_IN_WRAP_UP: 'Agents in after-call work.',
  },
);

register(words.AlertComparison, 'AlertComparison', 'Side of its threshold on which a figure raises an alert.', {
  ABOVE: 'Greater than the threshold.',
  BELOW: 'Less than the threshold.',
});
