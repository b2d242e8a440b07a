import type { Reads } from '../../adapter.ts';
import type { Five9Client } from '../client.ts';
import { rowsOf } from './rows.ts';

/** The record of an object that has only a name, which is unique in a domain. */
export function namedRecord(name: string | null | undefined) {
  return { nativeId: name ?? '', name: name ?? '' };
}

/** Dispositions, skills and dialing lists of the domain. */
export function catalogueReads(
  client: Five9Client,
  now: () => Date,
): Pick<Reads, 'dispositions' | 'skills' | 'contactLists' | 'serviceLevels'> {
  return {
    // Page 91: of inbound campaigns; one setting of the domain.
    serviceLevels: async (ask) => {
      if (client.reading('speed-of-answer') === 'percentage') return { seconds: null };
      const domain = await client.send('getVCCConfiguration', {}, ask);
      return { seconds: domain?.keyPerfomanceIndicators?.speedOfAnswer ?? null };
    },
    dispositions: async (_, ask) => {
      const dispositions = await client.send('getDispositions', {}, ask);
      return rowsOf(
        dispositions.map(({ name, description }) => ({ description, ...namedRecord(name) })),
        now,
      );
    },
    skills: async (_, ask) => {
      const skills = await client.send('getSkills', {}, ask);
      return rowsOf(
        skills.map(({ name, description }) => ({ description, ...namedRecord(name) })),
        now,
      );
    },
    contactLists: async (_, ask) => {
      const lists = await client.send('getListsInfo', {}, ask);
      return rowsOf(
        lists.map(({ name, size }) => ({ size, ...namedRecord(name) })),
        now,
      );
    },
  };
}
