/** The state that the desks of one simulated company share, under the keys of this vendor. */

import { readings } from '../../adapters/five9-cti/readings.ts';
import { type ChosenReadings, readingOf } from '../../adapters/readings.ts';
import type { Centre, SimulatedCampaign, SimulatedPerson } from '../centre/model.ts';
import { SimulatedFault } from '../soap/fault.ts';

const FIRST_SKILL = 7_001;
const FIRST_DISPOSITION = 301;
const FIRST_REASON = 501;

/** Why agents log out here. */
const LOGOUT_REASONS = ['End of shift', 'Lunch'] as const;

/** An id and a name. */
interface NamedValue {
  readonly id: string;
  readonly name: string;
}

function numbered(names: readonly string[], first: number): NamedValue[] {
  return names.map((name, index) => ({ id: String(first + index), name }));
}

/** The vendor refuses; its faults carry nothing but their text. */
export function refuse(message: string): SimulatedFault {
  return new SimulatedFault('', message);
}

/** One company's people, campaigns and lists, by id. */
export class Company {
  readonly people: readonly SimulatedPerson[];
  readonly doNotCall = new Set<string>();

  constructor(
    readonly centre: Centre,
    private readonly chosen: ChosenReadings = {},
  ) {
    this.people = centre.people.filter(({ carrier }) => carrier === 'five9-cti');
  }

  /** Whether the service follows one reading of an open question. */
  reads(question: (typeof readings)[number]['id'], reading: string): boolean {
    return readingOf(readings, this.chosen, question) === reading;
  }

  /** A duration in the unit of the reading in force. */
  duration(milliseconds: number): string {
    return String(Math.round(this.reads('durations', 'seconds') ? milliseconds / 1_000 : milliseconds));
  }

  /** A moment as a number since 1970, in the unit of the reading in force. */
  moment(at: Date): string {
    return String(Math.trunc(at.getTime() / (this.reads('moments', 'seconds') ? 1_000 : 1)));
  }

  /** Campaigns that run on this vendor's telephony. */
  get campaigns(): readonly SimulatedCampaign[] {
    return this.centre.campaigns.filter(({ owner }) => owner === 'five9-config');
  }

  get skills(): readonly NamedValue[] {
    return numbered(this.centre.skills, FIRST_SKILL);
  }

  get dispositions(): readonly NamedValue[] {
    return numbered(this.centre.dispositions, FIRST_DISPOSITION);
  }

  get notReadyReasons(): readonly NamedValue[] {
    return numbered(this.centre.notReadyReasons, FIRST_REASON);
  }

  get logoutReasons(): readonly NamedValue[] {
    return numbered(LOGOUT_REASONS, FIRST_REASON + this.centre.notReadyReasons.length);
  }

  campaign(id: string): SimulatedCampaign {
    const campaign = this.centre.campaigns.find((one) => one.id === id);
    if (!campaign) throw refuse(`Campaign ${id} does not exist`);
    return campaign;
  }

  /** Name of a disposition by its id. */
  disposition(id: string): string {
    const found = this.dispositions.find((one) => one.id === id);
    if (!found) throw refuse(`Disposition ${id} does not exist`);
    return found.name;
  }

  /** Name of a reason by its id; no id, or 0, is no reason. */
  reason(id: string | null | undefined): string | null {
    if (!id || id === '0') return null;
    const found = [...this.notReadyReasons, ...this.logoutReasons].find((one) => one.id === id);
    if (!found) throw refuse(`Reason code ${id} does not exist`);
    return found.name;
  }

  /** Id of a listed name. */
  idOf(list: readonly NamedValue[], name: string | null): string | null {
    return list.find((one) => one.name === name)?.id ?? null;
  }
}
