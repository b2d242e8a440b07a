import type { UnifiedUse } from '../vendor.ts';

/** Which fields of the unified plane each operation of this vendor serves. */
export const covers: UnifiedUse = {
  CALLLIST: ['recordings'],
  IMPORTUSER: ['agents', 'agentCreate', 'agentUpdate', 'agentDelete'],
  DEVICELIST: ['Call.recordingState', 'calls', 'callChanged'],
  DEVICESTATUS: ['callChanged'],
  DEVICERECORDINGSTATUS: [
    'Call.recordingState',
    'recordingStart',
    'recordingStop',
    'recordingPause',
    'recordingResume',
  ],
  AGENTBLACKOUTSTART: ['recordingPause'],
  AGENTBLACKOUTSTOP: ['recordingResume'],
  IMPORTAGENTPHONE: ['agentCreate', 'agentUpdate'],
  SYSTEMSTATUS: ['AccountHealth.system'],
  CHANNELS: ['SystemHealth.channels'],
  FETCHTERMINOLOGY: ['Recording.annotations'],
  EXPORT: ['Recording.media'],
  RECORDSTART: ['recordingStart'],
  RECORDSTOP: ['recordingStop'],
  BLACKOUTSTART: ['recordingPause'],
  BLACKOUTSTOP: ['recordingResume'],
  CALLUPDATE: ['recordingAnnotate'],
  EMAIL: ['recordingEmail'],
  EVENTS: ['callChanged', 'recordingChanged', 'events'],
};
