/** The Engage campaign methods: thirty-nine operations over SOAP. */
import { contract } from '../../contract.ts';
import { attempts } from './attempts.ts';
import { batches } from './batches.ts';
import { campaigns } from './campaigns.ts';
import { compliance } from './compliance.ts';
import { scripts } from './scripts.ts';
import { strategies } from './strategies.ts';
import { subCampaigns } from './sub-campaigns.ts';

const methods = {
  ...scripts,
  ...campaigns,
  ...strategies,
  ...subCampaigns,
  ...batches,
  ...compliance,
  ...attempts,
};

/** All operations of the vendor. */
export const engageContract = contract({
  vendor: 'engage',
  prefix: 'engage',
  chapters: { 'Campaign methods': methods },
});

/** Its operations. */
export type EngageOperations = (typeof engageContract)['operations'];

/** Namespace of the operations' elements. */
export const NAMESPACE = 'http://www.soundbite.com/SOAPAPI2/110';
