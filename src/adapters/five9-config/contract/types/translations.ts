/** Translations of the configuration. */
import { enumeration, long, optional, string, struct } from '../../../contract.ts';

export const i18NObjectField = enumeration(
  'i18NObjectField',
  'Which text of an object is translated.',
  {
    NAME: 'Its name.',
    DESCRIPTION: 'Its description.',
  },
  86,
);

export const i18NObjectType = enumeration(
  'i18NObjectType',
  'Kind of object whose texts are translated.',
  {
    REASON_CODE: 'Reason codes.',
    CAMPAIGN: 'Campaigns.',
    SKILL: 'Skills.',
    CONNECTOR: 'Connectors.',
    SPEED_DIAL: 'Speed dial numbers.',
    DISPOSITION: 'Dispositions.',
    CONTACT_FIELD: 'Contact fields.',
    FIELD_VIEW: 'Views of contact fields.',
    LIST: 'Dialing lists; not in the guide.',
    CALL_TYPE: 'Types of call; not in the guide.',
    EVENT_TYPE: 'Types of event; not in the guide.',
    MEDIA_TYPE: 'Types of media; not in the guide.',
    SEGMENT_TYPE: 'Types of call segment; not in the guide.',
    IVR_MODULE_TYPE: 'Types of IVR module; not in the guide.',
    OUTREACH_IND: 'Outreach indicators; not in the guide.',
    WORK_ITEM_STATUS: 'States of work items; not in the guide.',
  },
  87,
);

export const adminConfigTranslation = struct(
  'adminConfigTranslation',
  'A translated text of the configuration.',
  {
    comment: optional(string, 'Note on the translation.'),
    objectField: optional(i18NObjectField, 'Which text of the object.'),
    objectId: optional(long, 'Id of the object.'),
    objectType: optional(i18NObjectType, 'Kind of object.'),
    value: optional(string, 'The translation.'),
  },
  { page: 19 },
);
