/** The simulated recorder's people and what they are allowed: users, phones, workstations, groups, roles. */
import type { Centre, SimulatedPerson } from '../centre/model.ts';
import type { RecorderRequest } from './request.ts';

/** A user. */
export interface RecorderUser {
  readonly id: number;
  userName: string;
  employeeId: string;
  firstName: string;
  lastName: string;
  active: boolean;
  deleted: boolean;
  readonly addedAt: Date;
  changedAt: Date;
  sysUser: string;
  domain: string;
  email: string;
  crmUser: string;
  siteId: string;
  readonly phones: string[];
  readonly roles: Set<string>;
}

/** A role: who it may see and what it may do. */
export interface RecorderRole {
  readonly id: number;
  readonly name: string;
  description: string;
  readonly groups: Set<string>;
  readonly permissions: Set<string>;
}

/** A group of agents and devices. */
interface Group {
  readonly id: number;
  readonly name: string;
  readonly members: Set<string>;
}

const signOnOf = (extension: string): string => `9${extension}`;

/** Who and what the recorder knows, to begin with the centre's people. */
export class RecorderDirectory {
  readonly users: RecorderUser[];
  /** The user at each phone. */
  private readonly phoneUsers: ReadonlyMap<string, number>;
  readonly stations = new Map<string, string>();
  readonly groups: Group[] = [];
  readonly roles: RecorderRole[] = [];

  constructor(
    centre: Centre,
    private readonly isSeatingFree = false,
  ) {
    const since = centre.now();
    this.phoneUsers = new Map(centre.people.map(({ extension, recorderId }) => [extension, recorderId]));
    this.users = centre.people.map((person, index) => ({
      id: person.recorderId,
      userName: person.userName,
      employeeId: person.employeeId,
      firstName: person.firstName,
      lastName: person.lastName,
      active: true,
      deleted: false,
      addedAt: since,
      changedAt: since,
      sysUser: person.userName,
      domain: 'CENTRE',
      email: person.email,
      crmUser: person.userName.toUpperCase(),
      siteId: '1',
      phones: this.phonesOf(person, centre.people[index - 1] ?? person),
      roles: new Set<string>(),
    }));
    for (const person of centre.people) this.stations.set(person.stationName, person.extension);
    for (const name of new Set(centre.people.map(({ group }) => group))) this.group(name);
    this.roles.push({ id: 1, name: 'Agents', description: '', groups: new Set(), permissions: new Set() });
  }

  /** The group of that name, made when there is none. */
  group(name: string): Group {
    const found = this.groups.find((group) => group.name === name);
    if (found) return found;
    const group = { id: this.groups.length + 1, name, members: new Set<string>() };
    this.groups.push(group);
    return group;
  }

  /** A user by what a request says of them. */
  user(request: RecorderRequest): RecorderUser | undefined {
    const id = request.number('USERID', 'USER_ID', 'AGENTID');
    const first = request.get('FIRSTNAME', 'FIRST_NAME').toLowerCase();
    const last = request.get('LASTNAME', 'LAST_NAME').toLowerCase();
    const system = request.get('SYSTEMUSERNAME').toLowerCase();
    const name = request.get('USERNAME').toLowerCase();
    const live = this.users.filter(({ deleted }) => !deleted);
    if (id) return live.find((user) => user.id === id);
    if (system) return live.find((user) => user.sysUser.toLowerCase() === system);
    if (name) return live.find((user) => user.userName.toLowerCase() === name);
    const called = (user: RecorderUser) =>
      user.firstName.toLowerCase() === first && user.lastName.toLowerCase() === last;
    return first && last ? live.find(called) : undefined;
  }

  /** A user by one of the keys a chat may name them by. */
  userByKey(key: string, value: string): RecorderUser | undefined {
    const wanted = value.toLowerCase();
    const values = (user: RecorderUser): Readonly<Record<string, readonly string[]>> => ({
      USERNAME: [user.userName],
      SYS_USER: [user.sysUser],
      EMPLOYEEID: [user.employeeId],
      CRM_USER: [user.crmUser],
      DEVICEALIAS: user.phones.flatMap((phone) => [phone, this.aliasOf(phone)]),
    });
    return this.users.find((user) => values(user)[key]?.some((known) => known.toLowerCase() === wanted));
  }

  /** The logical number of a phone: in free seating the number with which the agent there signed on (guide l. 2350). */
  aliasOf(device: string): string {
    return (this.isSeatingFree && this.phoneUsers.has(device) ? signOnOf(device) : `D${device}`).slice(0, 15);
  }

  /** The user who works at a phone, which in free seating belongs to another one. */
  sittingAt(device: string): RecorderUser | undefined {
    if (!this.isSeatingFree) return this.userAt(device);
    const id = this.phoneUsers.get(device);
    return this.users.find((user) => !user.deleted && user.id === id);
  }

  /** The names of a user outside the recorder; the guide's row of a shared phone has none (l. 1238). */
  networkNames(user: RecorderUser | undefined): {
    readonly SYS_USER: string | undefined;
    readonly CRM_USER: string | undefined;
  } {
    return this.isSeatingFree ? { SYS_USER: '', CRM_USER: '' } : { SYS_USER: user?.sysUser, CRM_USER: user?.crmUser };
  }

  /** In free seating each agent has a number to sign on with, and a desk at which another one works. */
  private phonesOf({ extension }: SimulatedPerson, neighbour: SimulatedPerson): string[] {
    return this.isSeatingFree ? [signOnOf(extension), neighbour.extension] : [extension];
  }

  /** The owner of a phone. */
  userAt(device: string): RecorderUser | undefined {
    return this.users.find((user) => !user.deleted && user.phones.includes(device));
  }

  /** The phone a request names, in any of the five ways; null when it names none that is known. */
  device(request: RecorderRequest, known: readonly string[]): string | null {
    const device = request.get('DEVICEID');
    if (device !== '') return device;
    const alias = request.get('DEVICEALIAS');
    if (alias !== '') return known.find((each) => this.aliasOf(each) === alias || each === alias) ?? null;
    const sysUser = request.get('SYS_USER').toLowerCase();
    const crmUser = request.get('CRM_USER').toLowerCase();
    const user = this.users.find(
      (each) =>
        !each.deleted &&
        ((sysUser && each.sysUser.toLowerCase() === sysUser) || (crmUser && each.crmUser.toLowerCase() === crmUser)),
    );
    return user?.phones[0] ?? this.stations.get(request.get('STATIONNAME')) ?? null;
  }

  /** A role by number or name. */
  role(request: RecorderRequest): RecorderRole | undefined {
    const id = request.number('ROLEID');
    const name = request.get('ROLENAME');
    return this.roles.find((role) => (id === null ? role.name === name : role.id === id));
  }
}
