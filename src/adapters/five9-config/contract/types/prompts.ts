/** Prompts. */
import { enumeration, list, optional, string, struct } from '../../../contract.ts';

export const promptType = enumeration(
  'promptType',
  'Source of a prompt.',
  {
    TTSGenerated: 'A machine speaks a text.',
    PreRecorded: 'It was recorded.',
  },
  103,
);

export const promptInfo = struct(
  'promptInfo',
  'A prompt.',
  {
    description: optional(string, 'The purpose of the prompt.'),
    languages: optional(list(string), 'Its languages; one only when changing it, none when adding it.'),
    name: optional(string, 'Name of the prompt.'),
    type: optional(promptType, 'Source of the prompt.'),
  },
  { page: 103 },
);

export const sayAs = enumeration(
  'sayAs',
  'How a machine reads a text.',
  {
    Default: 'As it sees fit.',
    Words: 'As words.',
    Acronym: 'As an acronym: a word where that is natural, else letter by letter.',
    Address: 'As a postal address.',
    Cardinal: 'As a cardinal number.',
    Currency: 'As an amount of money.',
    Date: 'As a date.',
    Decimal: 'As a decimal number.',
    Digits: 'Digit by digit.',
    Duration: 'As a duration.',
    Fraction: 'As a fraction.',
    Letters: 'Letter by letter.',
    Measure: 'As a quantity with its unit.',
    Name: 'As a proper name.',
    Net: 'As an address on the net, e.g. of email.',
    Telephone: 'As a phone number.',
    Ordinal: 'As an ordinal number.',
    Spell: 'Character by character.',
    Time: 'As a time of day.',
  },
  109,
);

export const sayAsFormat = enumeration(
  'sayAsFormat',
  'Which parts a date, duration, address or time has.',
  {
    NoFormat: 'None.',
    Default: 'The usual one.',
    Date_MDY: 'Month, day, year.',
    Date_DMY: 'Day, month, year.',
    Date_YMD: 'Year, month, day.',
    Date_YM: 'Year, month.',
    Date_MY: 'Month, year.',
    Date_DM: 'Day, month.',
    Date_MD: 'Month, day.',
    Date_Y: 'Year.',
    Date_M: 'Month.',
    Date_D: 'Day.',
    Duration_HMS: 'Hours, minutes, seconds.',
    Duration_HM: 'Hours, minutes.',
    Duration_MS: 'Minutes, seconds.',
    Duration_H: 'Hours.',
    Duration_M: 'Minutes.',
    Duration_S: 'Seconds.',
    Net_URI: 'A URI.',
    Net_EMAIL: 'An email address.',
    Time_HMS: 'Hours, minutes, seconds.',
    Time_HM: 'Hours, minutes.',
    Time_H: 'Hours.',
  },
  111,
);

export const ttsInfo = struct(
  'ttsInfo',
  'A text for a machine to speak.',
  {
    language: optional(string, 'Language, e.g. En_US.'),
    sayAs: optional(sayAs, 'How it is read.'),
    sayAsFormat: optional(sayAsFormat, 'Which parts a date or time has.'),
    text: optional(string, 'The text.'),
    voice: optional(string, 'Voice, e.g. Terry.'),
  },
  { page: 122 },
);
