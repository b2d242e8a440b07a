import type { SimulatedCampaign } from './model.ts';

type Row = readonly [
  owner: SimulatedCampaign['owner'],
  name: string,
  direction: SimulatedCampaign['direction'],
  channel: SimulatedCampaign['channel'],
  mode: SimulatedCampaign['mode'],
  state: SimulatedCampaign['state'],
  skills: readonly string[],
];

const ROWS: readonly Row[] = [
  ['five9-config', 'Billing Inbound', 'INBOUND', 'VOICE', null, 'RUNNING', ['Billing']],
  ['five9-config', 'Support Inbound', 'INBOUND', 'VOICE', null, 'RUNNING', ['Support', 'Spanish']],
  ['five9-config', 'Spring Sales', 'OUTBOUND', 'VOICE', 'PREDICTIVE', 'RUNNING', ['Sales']],
  ['five9-config', 'Win Back', 'OUTBOUND', 'VOICE', 'PREVIEW', 'RUNNING', ['Retention']],
  ['five9-config', 'Payment Reminder', 'OUTBOUND', 'VOICE', 'AUTODIAL', 'NOT_RUNNING', ['Collections']],
  ['five9-config', 'Summer Survey', 'OUTBOUND', 'VOICE', 'PROGRESSIVE', 'NOT_RUNNING', ['Support']],
  ['remote-control', 'Dialler Collections', 'OUTBOUND', 'VOICE', 'POWER', 'RUNNING', ['Collections']],
  ['remote-control', 'Dialler Renewals', 'OUTBOUND', 'VOICE', 'PREDICTIVE', 'RUNNING', ['Sales']],
  ['remote-control', 'Dialler Helpdesk', 'INBOUND', 'VOICE', null, 'RUNNING', ['Support']],
  ['remote-control', 'Dialler Autumn', 'OUTBOUND', 'VOICE', 'PREVIEW', 'NOT_RUNNING', ['Sales']],
  ['engage', 'Appointment Texts', 'OUTBOUND', 'TEXT', null, 'RUNNING', []],
  ['engage', 'Delivery Notices', 'OUTBOUND', 'EMAIL', null, 'RUNNING', []],
  ['engage', 'Voice Reminders', 'OUTBOUND', 'VOICE', null, 'PAUSED', []],
  ['engage', 'Winter Outreach', 'OUTBOUND', 'TEXT', null, 'COMPLETED', []],
];

/** Call outcomes an agent may choose. */
export const DISPOSITIONS = ['Resolved', 'Sale', 'No Answer', 'Callback', 'Wrong Number', 'Escalated'] as const;

/** Why an agent may be not ready. */
export const NOT_READY_REASONS = ['Break', 'Lunch', 'Coaching', 'Paperwork'] as const;

/** The initial campaigns of the centre. */
export function createCampaigns(): SimulatedCampaign[] {
  return ROWS.map(([owner, name, direction, channel, mode, state, skills], index) => ({
    id: String(1001 + index),
    owner,
    name,
    description: `${name} (${direction.toLowerCase()})`,
    direction,
    channel,
    mode,
    number: `+1614555${String(1000 + index)}`,
    state,
    skills,
    dispositions: DISPOSITIONS,
    lists: direction === 'OUTBOUND' ? [`${name} list`] : [],
  }));
}
