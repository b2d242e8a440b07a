import type { Centre, SimulatedCall } from '../../src/simulators/centre/model.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * One good call of every function of the recorder, in an order in which each finds what it needs: filling in every field
 * would break the manual's "one of these" rules, and filling in none breaks them too.
 */
export function everyFunction(centre: Centre, call: SimulatedCall): readonly (readonly [string, Input])[] {
  const [person, other] = centre.people;
  const device = call.person.extension;
  const finished = centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null).slice(-2);
  const [first] = finished.map(({ recordId }) => String(recordId));
  const IDENT = finished.map(({ recordId }) => recordId).join(',');
  if (!person || !other || !first) throw new Error('the centre is empty');
  const AGENTID = person.recorderId;
  const toAgent = { TOADDRESS: person.email };
  return [
    ['TEST', {}],
    ['CALLSTART', { DEVICEID: 'X100', CALLINSTANCE: 'a', ANI: '+15550000003', USER1: 'Gold & Co' }],
    ['CALLUPDATE', { DEVICEID: 'X100', USER3: 'Follow up', KEEPDAYS: 30 }],
    ['CALLUPDATE', { RECORDID: first, USER4: 'Sales call' }],
    ['RECORDSTART', { DEVICEID: 'X100', CALLINSTANCE: 'a' }],
    ['RECORDSTOP', { DEVICEID: 'X100' }],
    ['CALLSTOP', { DEVICEID: 'X100' }],
    ['DEVICELIST', {}],
    ['DEVICESTATUS', { DEVICEID: device }],
    ['DEVICERECORDINGSTATUS', { SYS_USER: call.person.userName }],
    ['SYSTEMSTATUS', {}],
    ['CHANNELS', {}],
    ['STATIONS', {}],
    ['FETCHTERMINOLOGY', {}],
    ['CALLLIST', { CALLCOUNT: 5 }],
    ['CHATSTART', { SESSIONID: '82738', AGENTID }],
    ['CHATUPDATE', { SESSIONID: '82738', GROUP: '53' }],
    ['CHATSTOP', { SESSIONID: '82738' }],
    ['BLACKOUTSTART', { DEVICEID: device, TIMEOFFSET: -1 }],
    ['BLACKOUTSTOP', { DEVICEID: device }],
    ['AGENTBLACKOUTSTART', { SYS_USER: call.person.userName }],
    ['AGENTBLACKOUTSTOP', { SYS_USER: call.person.userName, TIMEOFFSET: -3600 }],
    ['IMPORTUSER', { ACTION: 'ADD', FIRSTNAME: 'Sally', LASTNAME: 'Smith', USERNAME: 'sally', PASSWORD: 's3cret' }],
    ['IMPORTUSER', { ACTION: 'LIST' }],
    ['IMPORTAGENTPHONE', { ACTION: 'ADD', PHONEID: '99887', AGENTID }],
    ['IMPORTWORKSTATION', { DEVICEID: '99887', STATIONNAME: 'COMPUTER1', LOCATIONID: 1 }],
    ['ADDGROUP', { GROUPNAME: 'Sales & Marketing' }],
    ['MODIFYGROUPPERMISSION', { ACTION: 'ADD', GROUPNAME: 'Sales & Marketing', AGENTID, DEVICEID: '99887' }],
    ['MODIFYROLE', { ACTION: 'ADD', ROLENAME: 'DefaultRole', DESCRIPTION: 'For everyone' }],
    ['MODIFYROLEGROUPPERMISSION', { ACTION: 'ADD', ROLENAME: 'DefaultRole', GROUPNAME: 'Sales & Marketing' }],
    ['MODIFYUSERROLE', { ACTION: 'ADD', ROLENAME: 'DefaultRole', USERNAME: other.userName }],
    ['MODIFYROLEPERMISSION', { ACTION: 'ADD', ROLENAME: 'DefaultRole', PERMISSIONNAME: 'HOMEPAGEWIDGETS' }],
    ['EMAIL', { IDENT, MEDIA_FORMAT: 'WAV', ...toAgent }],
    ['COMBINEDEMAIL', { IDENT, ...toAgent, TONAME: 'Jane', UNIQUEID: 'IDENT' }],
    ['AGENTWINDOW', { USERNAME: person.userName }],
    ['EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: first, MEDIA_FORMAT: 'VOX' }],
    ['COMBINEDEXPORT', { IDENT, MEDIA_FORMAT: 'VOX' }],
    ['MULTIEXPORT', { IDENT, MEDIA_FORMAT: 'VOX' }],
    ['EVENTS', { EVENTCLASS: 'ALL' }],
  ];
}
