import { readings } from '../../adapters/five9-config/readings.ts';
import { type ChosenReadings, readingOf } from '../../adapters/readings.ts';
import type { Centre, SimulatedPerson } from '../centre/model.ts';
import { type CampaignItem, worldCampaign } from './campaign-items.ts';
import { ChangeSignal } from './change-signal.ts';
import { Collection, type ConfigValues, kindFaults, objectFaults } from './collection.ts';
import { ContactBase } from './contact-base.ts';
import { Imports } from './imports.ts';
import { type NumberReading, NumberRules } from './numbers.ts';

/** A user with roles and skills; agent groups are known by the groups. */
export interface UserItem extends ConfigValues {
  readonly generalInfo: ConfigValues;
  readonly roles: ConfigValues;
  readonly skills: readonly ConfigValues[];
  readonly cannedReports: readonly ConfigValues[];
  readonly greeting?: string;
}

/** A group of agents. */
export interface GroupItem extends ConfigValues {
  readonly agents: readonly string[];
}

/** A skill with what belongs to it. */
export interface SkillItem extends ConfigValues {
  readonly name: string;
  readonly audioFiles: readonly string[];
  readonly greeting?: string;
}

/** A campaign profile with its filter and disposition limits. */
interface ProfileItem extends ConfigValues {
  readonly crmCriteria: readonly ConfigValues[];
  readonly grouping: ConfigValues;
  readonly orderByFields: readonly ConfigValues[];
  readonly dispositionCounts: readonly ConfigValues[];
}

/** A user profile, with its skills and users. */
export interface UserProfileItem extends ConfigValues {
  readonly skills: readonly string[];
  readonly users: readonly string[];
}

/** Phone numbers of the domain that no campaign has yet. */
const SPARE_NUMBERS = ['+16145552001', '+16145552002', '+16145552003', '+16145552004'];

function userOf({ skills, ...person }: SimulatedPerson): UserItem {
  const { firstName, lastName, userName, email, extension, five9Id } = person;
  return {
    cannedReports: [],
    generalInfo: {
      ...{ active: true, canChangePassword: true, EMail: email, extension, firstName, lastName },
      ...{ fullName: `${firstName} ${lastName}`, id: five9Id, mustChangePassword: false, userName },
    },
    roles: { agent: { alwaysRecorded: false, attachVmToEmail: false, sendEmailOnVm: false } },
    skills: skills.map((skillName) => ({ level: 1, skillName })),
  };
}

/** Everything an administrator can see and change, beginning with what the simulated centre has. */
export class Domain {
  /** Numbers that are not to be called, as they are stored. */
  readonly doNotCall = new Set<string>();
  readonly changes = new ChangeSignal();
  readonly campaigns = new Collection<CampaignItem>('Campaign', kindFaults('Campaign', 'campaignName'));
  readonly users = new Collection<UserItem>('User', kindFaults('User', 'userName', 'UserCantBeDeletedFault'));
  readonly skills = new Collection<SkillItem>('Skill', kindFaults('Skill', 'skillName', 'SkillCantBeDeletedFault'));
  readonly dispositions = new Collection('Disposition', kindFaults('Disposition', 'dispositionName'));
  readonly lists = new Collection('List', kindFaults('List', 'listName', 'ListCantBeRemovedFault'));
  readonly prompts = new Collection('Prompt', kindFaults('Prompt', 'promptName', 'PromptCantBeDeletedFault'));
  readonly groups = new Collection<GroupItem>('Agent group', objectFaults('AgentGroup'));
  readonly variableGroups = new Collection('Call variables group', objectFaults('CallVariableGroup'));
  readonly variables = new Collection('Call variable', objectFaults('CallVariable'));
  readonly fields = new Collection('Contact field', objectFaults('CrmField'));
  readonly reasonCodes = new Collection('Reason code', objectFaults('ReasonCode'));
  readonly profiles = new Collection<ProfileItem>('Campaign profile', objectFaults('CampaignProfile'));
  readonly userProfiles = new Collection<UserProfileItem>('User profile', objectFaults('UserProfile'));
  readonly connectors = new Collection('Connector', objectFaults('Connector'));
  readonly scripts = new Collection('IVR script', objectFaults('IvrScript'));
  readonly contacts = new ContactBase(this);
  readonly imports = new Imports(this);
  /** Phone numbers that campaigns can have. */
  readonly dnis: ReadonlySet<string>;
  readonly numbers: NumberRules;

  /** Starts with what the centre has, under the readings of the guide that are chosen. */
  constructor(
    readonly centre: Centre,
    private readonly chosen: ChosenReadings = {},
  ) {
    this.numbers = new NumberRules(this.reading('numbers') as NumberReading);
    const campaigns = centre.campaigns.filter(({ owner }) => owner === 'five9-config');
    for (const campaign of campaigns) this.campaigns.add(campaign.name, worldCampaign(campaign));
    for (const name of centre.skills)
      this.skills.add(name, { name, description: `${name} queue`, routeVoiceMails: false, audioFiles: [] });
    for (const name of centre.dispositions)
      this.dispositions.add(name, { name, description: `${name}.`, type: 'FinalDisp' });
    for (const name of centre.notReadyReasons)
      this.reasonCodes.add(`NotReady ${name}`, { name, enabled: true, type: 'NotReady' });
    for (const name of ['Default IVR', 'After hours'])
      this.scripts.add(name, { name, description: '', xmlDefinition: '<ivrScript/>' });
    this.#addPeople(centre.people.filter(({ carrier }) => carrier === 'five9-cti'));
    this.contacts.begin(campaigns.flatMap(({ lists }) => lists));
    this.dnis = new Set([...this.campaigns.items.flatMap(({ numbers }) => numbers), ...SPARE_NUMBERS]);
    centre.on((event) => void (event.kind === 'campaign' && this.changes.notify()));
  }

  /** The reading of a question that the guide leaves open. */
  reading(id: string): string {
    return readingOf(readings, this.chosen, id);
  }

  #addPeople(people: readonly SimulatedPerson[]): void {
    for (const person of people) this.users.add(person.userName, userOf(person));
    for (const name of new Set(people.map(({ group }) => group))) {
      const agents = people.filter(({ group }) => group === name).map(({ userName }) => userName);
      this.groups.add(name, { name, description: `${name} team`, agents });
    }
  }
}
