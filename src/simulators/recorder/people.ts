/** Imports, groups and roles, as the simulated recorder keeps them. */
import { PERMISSIONNAME } from '../../adapters/recorder/contract/permissions.ts';
import type { Handler } from './calls.ts';
import type { RecorderRole, RecorderUser } from './directory.ts';
import { type RecorderAnswer, type RecorderRequest, Refused } from './request.ts';
import type { RecorderWorld } from './world.ts';
import { clockInWords, clockWithOffset } from './writer.ts';
import { ZONE } from './zone.ts';

function actionOf(request: RecorderRequest, ...allowed: readonly string[]): string {
  const action = request.get('ACTION').toUpperCase();
  if (!allowed.includes(action))
    throw new Refused('API_ERROR_INVALID_ACTION', `ACTION must be ${allowed.join(' or ')}`);
  return action;
}

function userOf(world: RecorderWorld, request: RecorderRequest, label: string): RecorderUser {
  const user = world.directory.user(request);
  if (!user) throw new Refused(label, 'No user matches the given parameters');
  return user;
}

function userSection(user: RecorderUser) {
  return {
    USER_ID: user.id,
    USERNAME: user.userName,
    EMPLOYEE_ID: user.employeeId,
    FIRST_NAME: user.firstName,
    LAST_NAME: user.lastName,
    AGENT: user.active ? 'true' : 'false',
    STATUS: user.deleted ? 'D' : user.active ? 'A' : 'I',
    ADD_TIME: clockWithOffset(user.addedAt, ZONE),
    MOD_TIME: clockWithOffset(user.changedAt, ZONE),
    SYS_USER: user.sysUser,
    SYS_DOMAIN: user.domain,
    EMAIL: user.email,
    CRM_USER: user.crmUser,
    SITE_ID: user.siteId,
    PHONES: user.phones.join(','),
  };
}

function importUser(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  switch (actionOf(request, 'ADD', 'MODIFY', 'DELETE', 'LIST')) {
    case 'LIST': {
      const isMarked = world.readings.is('deleted-users', 'marked');
      const users = world.directory.users.filter(({ deleted }) => isMarked || !deleted).map(userSection);
      return { more: { USERS: { COUNT: users.length, USER: users } } };
    }
    case 'ADD':
      return { more: { USERID: addUser(world, request).id } };
    case 'MODIFY': {
      const user = userOf(world, request, 'API_USER_NOT_FOUND');
      fill(world, user, request);
      return { more: { USERID: user.id } };
    }
    default: {
      const user = userOf(world, request, 'API_USER_NOT_FOUND');
      user.deleted = true;
      user.phones.length = 0;
      return { more: { USERID: user.id } };
    }
  }
}

function addUser(world: RecorderWorld, request: RecorderRequest): RecorderUser {
  const { users } = world.directory;
  const first = request.need(...spellings(world, 'FIRSTNAME', 'FIRST_NAME'));
  const last = request.need(...spellings(world, 'LASTNAME', 'LAST_NAME'));
  const name = request.get('USERNAME');
  const known = (user: RecorderUser) =>
    !user.deleted && ((user.firstName === first && user.lastName === last) || (name !== '' && user.userName === name));
  if (users.some(known)) throw new Refused('API_USER_ALREADY_EXIST', 'A user of that name exists');
  const now = world.centre.now();
  const blank = { employeeId: '', sysUser: '', domain: '', email: '', crmUser: '', siteId: '1' };
  const id = Math.max(0, ...users.map((user) => user.id)) + 1;
  const identity = { id, userName: name, firstName: first, lastName: last };
  const state = { active: true, deleted: false, addedAt: now, changedAt: now };
  const user: RecorderUser = { ...blank, ...identity, ...state, phones: [], roles: new Set() };
  fill(world, user, request);
  users.push(user);
  return user;
}

/** The spellings of a parameter that the recorder takes; where its list is meant, not the one of the example. */
function spellings({ readings }: RecorderWorld, listed: string, inExample: string): readonly string[] {
  return readings.is('import-names', 'list') ? [listed] : [listed, inExample];
}

function fill(world: RecorderWorld, user: RecorderUser, request: RecorderRequest): void {
  user.employeeId = request.get(...spellings(world, 'EMPLOYEEID', 'EMPLOYEE_ID')) || user.employeeId;
  user.firstName = request.get(...spellings(world, 'FIRSTNAME', 'FIRST_NAME')) || user.firstName;
  user.lastName = request.get(...spellings(world, 'LASTNAME', 'LAST_NAME')) || user.lastName;
  user.sysUser = request.get('SYS_USER') || user.sysUser;
  user.domain = request.get('DOMAIN') || user.domain;
  user.email = request.get('EMAIL') || user.email;
  user.crmUser = request.get('CRM_USER') || user.crmUser;
  user.siteId = request.get('SITEID') || user.siteId;
  if (request.get('STATUS')) user.active = request.get('STATUS').toUpperCase() === 'A';
  const phones = (world.readings.is('import-phones', 'phones') ? request.get('PHONES') : '')
    .split(',')
    .map((phone) => phone.trim())
    .filter((phone) => phone !== '');
  if (phones.length) user.phones.splice(0, user.phones.length, ...phones);
  user.changedAt = world.centre.now();
}

function importAgentPhone(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'DELETE');
  const phone = request.need('PHONEID');
  const user = userOf(world, request, 'API_AGENT_NOT_FOUND');
  const holder = world.directory.userAt(phone);
  if (action === 'ADD' && holder && holder !== user)
    throw new Refused('API_PHONEID_IN_USE', 'The phone belongs to another agent');
  const at = user.phones.indexOf(phone);
  if (action === 'ADD' && at < 0) user.phones.push(phone);
  if (action === 'DELETE' && at >= 0) user.phones.splice(at, 1);
  return { more: { AGENTID: user.id } };
}

function importWorkstation(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const device = request.need('DEVICEID');
  const name = request.need('STATIONNAME');
  request.need('LOCATIONID');
  const { stations } = world.directory;
  for (const [station, mapped] of [...stations]) if (mapped === device) stations.delete(station);
  stations.set(name, device);
  return { more: { DEVICEID: device, STATIONNAME: name } };
}

function addGroup(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const group = world.directory.group(request.need('GROUPNAME'));
  return { message: `group: ${group.name} has been added`, more: { GROUPID: group.id, GROUPNAME: group.name } };
}

function modifyGroupPermission(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'DELETE');
  const id = request.number('GROUPID');
  const name = request.get('GROUPNAME');
  const group = world.directory.groups.find((each) => (id === null ? each.name === name : each.id === id));
  if (!group) throw new Refused('API_NO_GROUP', 'There is no such group');
  const user = userOf(world, request, 'API_AGENT_NOT_FOUND');
  const device = request.need('DEVICEID', 'PHONEID');
  const member = `${user.id}/${device}`;
  if (action === 'ADD') group.members.add(member);
  else group.members.delete(member);
  const sent = request.given(['ACTION', 'PHONEID', 'DEVICEID']);
  const agent = { FIRSTNAME: user.firstName, LASTNAME: user.lastName, AGENTID: user.id };
  return { more: { ...sent, GROUPNAME: group.name, GROUPID: group.id, ...agent } };
}

function roleOf(world: RecorderWorld, request: RecorderRequest): RecorderRole {
  const role = world.directory.role(request);
  if (!role) throw new Refused('API_ROLE_NOT_FOUND', 'There is no such role');
  return role;
}

function modifyRole(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'MODIFY', 'DELETE');
  const name = request.need('ROLENAME');
  const more = request.given(['ACTION', 'ROLENAME', 'DESCRIPTION']);
  const { roles } = world.directory;
  if (action === 'ADD') {
    if (roles.some((role) => role.name === name)) throw new Refused('API_ROLE_ALREADY_EXISTS', 'The role exists');
    const id = Math.max(0, ...roles.map((role) => role.id)) + 1;
    roles.push({ id, name, description: request.get('DESCRIPTION'), groups: new Set(), permissions: new Set() });
    return { message: 'Role Added', more };
  }
  const role = roleOf(world, request);
  if (action === 'DELETE') roles.splice(roles.indexOf(role), 1);
  else role.description = request.get('DESCRIPTION');
  return { message: action === 'DELETE' ? 'Role Deleted' : 'Role Modified', more };
}

/** As printed, a group that does not exist is reported in the form of a success. */
function modifyRoleGroupPermission(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'DELETE');
  const role = roleOf(world, request);
  const name = request.need('GROUPNAME');
  const more = request.given(['ROLEID', 'ROLENAME', 'GROUPNAME', 'ACTION']);
  if (!world.directory.groups.some((group) => group.name === name))
    return { message: `Group ${name} does not exist or it is not active`, more };
  if (action === 'ADD') role.groups.add(name);
  else role.groups.delete(name);
  return { message: action === 'ADD' ? 'Group Added' : 'Group Deleted', more };
}

function modifyUserRole(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'DELETE');
  const role = roleOf(world, request);
  const user = userOf(world, request, 'API_USER_NOT_FOUND');
  if (action === 'ADD') user.roles.add(role.name);
  else user.roles.delete(role.name);
  const names = ['ROLEID', 'ROLENAME', 'USERID', 'LASTNAME', 'FIRSTNAME', 'SYSTEMUSERNAME', 'USERNAME', 'ACTION'];
  const done = action === 'ADD' ? 'is assigned' : 'is no longer assigned';
  return { message: `User ${user.id} ${done} role ${role.name}`, more: request.given(names) };
}

function modifyRolePermission(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const action = actionOf(request, 'ADD', 'DELETE');
  const role = roleOf(world, request);
  const permission = request.need('PERMISSIONNAME').toUpperCase();
  if (!Object.hasOwn(PERMISSIONNAME.words, permission))
    throw new Refused('API_PERMISSIONIDENT_NOT_FOUND', 'There is no such permission');
  if (action === 'ADD') role.permissions.add(permission);
  else role.permissions.delete(permission);
  const more = request.given(['ROLEID', 'ROLENAME', 'PERMISSIONNAME', 'ACTION']);
  return { message: action === 'ADD' ? 'Permission Added' : 'Permission Deleted', more };
}

function agentWindow(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const station = world.directory.stations.get(request.get('COMPUTERNAME'));
  const user = station ? world.directory.userAt(station) : world.directory.user(request);
  if (!user) throw new Refused('API_AGENT_NOT_FOUND', 'No agent matches the given parameters');
  return {
    more: {
      DOMAIN: user.domain,
      IPADDRESS: `10.100.${user.id % 250}.91`,
      STATUS: 'AVAILABLE',
      APPLICATIONTITLE: 'Customer record',
      LASTUPDATE: clockInWords(world.centre.now(), ZONE),
    },
  };
}

/** Functions about people. */
export const peopleHandlers: Readonly<Record<string, Handler>> = {
  IMPORTUSER: importUser,
  IMPORTAGENTPHONE: importAgentPhone,
  IMPORTWORKSTATION: importWorkstation,
  ADDGROUP: addGroup,
  MODIFYGROUPPERMISSION: modifyGroupPermission,
  MODIFYROLE: modifyRole,
  MODIFYROLEGROUPPERMISSION: modifyRoleGroupPermission,
  MODIFYUSERROLE: modifyUserRole,
  MODIFYROLEPERMISSION: modifyRolePermission,
  AGENTWINDOW: agentWindow,
};
