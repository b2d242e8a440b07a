import type { UnifiedUse } from '../vendor.ts';

/** Fields of the unified plane that each operation serves. */
export const covers: UnifiedUse = {
  listCampaigns: ['campaigns', 'campaignChanged'],
  createContactBatch: ['contactsAdd'],
  createContactBatchAsync: ['contactsImport'],
  listContactBatchStates: ['contactImports'],
  showContactBatchState: ['importProgress', 'contactImports', 'node'],
  changeContactBatchState: ['contactImportCancel'],
  listContactAttempts: ['contacts', 'calls'],
  showContactAttempts: ['calls', 'contacts', 'node'],
  listSubCampaignStates: ['campaigns'],
  createCampaign: ['campaignCreate'],
  changeCampaign: ['campaignUpdate', 'campaignRename'],
  changeSubCampaignState: ['campaignStart', 'campaignStop', 'campaignPause', 'campaignResume'],
};
