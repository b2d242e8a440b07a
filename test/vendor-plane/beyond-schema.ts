import type { Attempt } from './bad-input.ts';

const skill = (given: string): Attempt => ({
  vendor: 'five9-config',
  operation: 'createSkill',
  document:
    'mutation ($skill: Five9Config_skillInfoInput!) { five9Config_createSkill(skillInfo: $skill) { skill { name } } }',
  variables: JSON.parse(`{ "skill": ${given} }`) as Record<string, unknown>,
});

const asked = (vendor: Attempt['vendor'], operation: string, document: string): Attempt => ({
  vendor,
  operation,
  document,
});

/** What GraphQL refuses by the schema alone, and the name that the refusal mentions. */
export const BEYOND_SCHEMA: readonly { readonly what: string; readonly attempt: Attempt; readonly named: string }[] = [
  {
    what: 'a word that an enum does not have',
    attempt: asked('five9-config', 'getCampaigns', '{ five9Config_getCampaigns(campaignType: SIDEBOUND) { name } }'),
    named: 'SIDEBOUND',
  },
  {
    what: 'a word that an enum does not have, in a variable',
    attempt: {
      ...asked(
        'recorder',
        'IMPORTUSER',
        'mutation ($a: Recorder_ACTION!) { recorder_IMPORTUSER(ACTION: $a) { USERID } }',
      ),
      variables: { a: 'PURGE' },
    },
    named: '$a',
  },
  {
    what: 'a media format that is none of those listed',
    attempt: asked('recorder', 'MULTIEXPORT', '{ recorder_MULTIEXPORT(IDENT: "1", MEDIA_FORMAT: EXE) { LENGTH } }'),
    named: 'EXE',
  },
  {
    what: 'a required argument that is left out',
    attempt: asked('five9-config', 'getSkill', '{ five9Config_getSkill { name } }'),
    named: 'skillName',
  },
  {
    what: 'a required argument that is null',
    attempt: asked(
      'remote-control',
      'dial',
      'mutation { remoteControl_dial(UserID: 1, PhoneNum: null) { __typename } }',
    ),
    named: 'null',
  },
  {
    what: 'a required variable that is left out',
    attempt: asked('five9-config', 'getSkill', 'query ($n: String!) { five9Config_getSkill(skillName: $n) { name } }'),
    named: '$n',
  },
  {
    what: 'a number where there should be a text',
    attempt: asked('five9-config', 'getSkill', '{ five9Config_getSkill(skillName: 7) { name } }'),
    named: '7',
  },
  {
    what: 'a text where there should be a number',
    attempt: asked(
      'remote-control',
      'dial',
      'mutation { remoteControl_dial(UserID: "one", PhoneNum: "1") { __typename } }',
    ),
    named: 'one',
  },
  {
    what: 'a number beyond 64 bits',
    attempt: asked(
      'remote-control',
      'dial',
      'mutation { remoteControl_dial(UserID: 1, PhoneNum: "1", LeadID: "9223372036854775808") { __typename } }',
    ),
    named: 'Long',
  },
  {
    what: 'what is no base64',
    attempt: asked(
      'five9-config',
      'setUserVoicemailGreeting',
      'mutation { five9Config_setUserVoicemailGreeting(userName: "u", wavFile: "<not>") }',
    ),
    named: 'Base64',
  },
  ...['$xml', '_xml', '$value', 'attributes', '$attributes', 'a><b', '__proto__', 'constructor', 'xmlns', '#text'].map(
    (key) => ({
      what: `the key ${key}`,
      attempt: skill(`{ "skill": { "name": "n", "${key}": "<evil/>" } }`),
      named: 'skill.skill',
    }),
  ),
];
