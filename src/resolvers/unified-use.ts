import type { UnifiedUse } from '../adapters/coverage.ts';
import { covers as five9Config } from '../adapters/five9-config/covers.ts';
import { covers as five9Cti } from '../adapters/five9-cti/covers.ts';
import { covers as recorder } from '../adapters/recorder/covers.ts';

/** Which fields of the unified plane each vendor's operations serve; a test holds every name against the schema and the contracts. */
export const unifiedUse: UnifiedUse = {
  'five9-config': five9Config,
  'five9-cti': five9Cti,
  'remote-control': {
    campaigns: ['campaigns'],
    users: ['agents'],
    getcalls: ['calls', 'callChanged'],
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
    startrecord: ['recordingStart'],
    stoprecord: ['recordingStop'],
  },
  recorder,
  engage: {
    listCampaigns: ['campaigns'],
    createContactBatch: ['contactsAdd'],
    createContactBatchAsync: ['contactsImport'],
    showContactBatchState: ['importProgress', 'node'],
    listContactAttempts: ['contacts', 'calls'],
    showContactAttempts: ['node'],
    listSubCampaignStates: ['campaigns'],
    createCampaign: ['campaignCreate'],
    changeCampaign: ['campaignUpdate', 'campaignRename'],
    changeSubCampaignState: ['campaignStart', 'campaignStop', 'campaignPause', 'campaignResume'],
  },
};
