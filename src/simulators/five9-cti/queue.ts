/** The calls that wait, as the desks of agents who can serve them are shown. */
import type { DeskEvent } from '../../adapters/five9-cti/contract/events/index.ts';
import type { QueuedCall, SimulatedPerson } from '../centre/model.ts';
import type { Company } from './company.ts';

function serves({ skills }: SimulatedPerson, { campaign }: QueuedCall): boolean {
  return campaign.skills.length === 0 || campaign.skills.some((skill) => skills.includes(skill));
}

/** The event with all calls that wait for an agent. */
export function queueListEvent(company: Company, person: SimulatedPerson): DeskEvent {
  const waiting = [...company.centre.waiting].filter((one) => serves(person, one));
  const calls = waiting.map(({ id, campaign, arrivedAt, name, priority }) => ({
    ...{ callSessionId: id, campaignId: campaign.id, created: company.moment(arrivedAt) },
    ...{ customer: name, personal: false, priority },
  }));
  return { _type: 'callsQueueUpdated', calls };
}

/** The events of an agent's desk when a caller began to wait, was routed or gave up. */
export function queueEvents(company: Company, person: SimulatedPerson, caller: QueuedCall): DeskEvent[] {
  if (!serves(person, caller) || person.presence === 'LOGGED_OUT') return [];
  const isOver = caller.state === 'ABANDONED' && company.reads('queue-abandon', 'announced');
  const list = queueListEvent(company, person);
  return isOver ? [{ _type: 'callAbandoned', callSessionId: caller.id }, list] : [list];
}
