/** What the stand-in is made of. */
import type { Phone } from './phones.ts';

/** What the stand-in does where the guide leaves it open. */
export interface Behaviour {
  /** False: a blackout is cut out afterwards and no status shows it (l. 1410). */
  readonly showsBlackout: boolean;
  /** The answer to a command that changes recordings, instead of API_OK. */
  readonly refuses: string | undefined;
  /** Changes every answer and event before it is written. */
  readonly writes: (document: string) => string;
}

/** A finished recording, in the printed row. */
export interface Saved {
  readonly id: number;
  readonly device: string;
  readonly alias: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly startedAt: number;
  readonly seconds: number;
}

/** A user of the printed list. */
export interface User {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly phones: string;
  readonly agent?: 'TRUE' | 'FALSE';
}

/** What the stand-in has. */
export interface Contents {
  readonly phones: readonly Phone[];
  readonly saved: readonly Saved[];
  readonly users: readonly User[];
  readonly behaviour?: Partial<Behaviour>;
}

/** The printed values of a finished recording. */
export const rowValues = ({ id, device, alias, firstName, lastName, startedAt, seconds }: Saved, index: number) => ({
  CALLNUMBER: index + 1,
  DEVICEID: device,
  DEVICEALIAS: alias,
  RECORDID: id,
  RECORDINGTIME: startedAt,
  DURATION: seconds,
  AGENTFIRSTNAME: firstName,
  AGENTLASTNAME: lastName,
});

/** The printed values of a user. */
export const userValues = ({ id, firstName, lastName, phones, agent = 'TRUE' }: User) => ({
  USER_ID: id,
  USERNAME: `${firstName} ${lastName}`,
  FIRSTNAME: firstName,
  LASTNAME: lastName,
  AGENT: agent,
  SYS_USER: `${lastName}.${id}`.toLowerCase(),
  EMAIL: '',
  PHONES: phones,
});
