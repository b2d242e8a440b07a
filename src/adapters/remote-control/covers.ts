import type { UnifiedUse } from '../vendor.ts';

/** Fields of the unified plane that each operation serves. */
export const covers: UnifiedUse = {
  campaigns: ['campaigns', 'campaignChanged'],
  users: ['agents'],
  getcalls: ['calls', 'callChanged', 'agentChanged'],
  acdqueues: ['skills'],
  resultcodes: ['dispositions'],
  leadphones: ['contacts', 'node'],
  dial: ['callDial'],
  hangup: ['callHangup'],
  hold: ['callHold'],
  retrieve: ['callRetrieve'],
  dispose: ['callDispose'],
  connectcalls: ['callBridge'],
  goready: ['agentSetReady'],
  startrecord: ['recordingStart', 'recordingResume'],
  stoprecord: ['recordingStop', 'recordingPause'],
};
