import type { SimulatedPerson } from './model.ts';
import { chance } from './random.ts';

const FIRST_NAMES = [
  'Ana',
  'Ben',
  'Carla',
  'David',
  'Elif',
  'Farid',
  'Grace',
  'Hiro',
  'Imani',
  'Jonas',
  'Katja',
  'Liam',
  'Maya',
  'Nils',
  'Olga',
  'Pedro',
  'Quinn',
  'Rosa',
  'Samir',
  'Tessa',
  'Umar',
  'Vera',
  'Wendy',
  'Xavier',
  'Yuki',
  'Zoe',
];
const LAST_NAMES = [
  'Adams',
  'Brandt',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ivanova',
  'Jensen',
  'Kim',
  'Lopez',
  'Moreau',
  'Novak',
  'Okafor',
  'Patel',
  'Rossi',
  'Silva',
  'Tanaka',
  'Walsh',
];

/** Skills of the centre, which are its ACD queues. */
export const SKILLS = ['Billing', 'Support', 'Sales', 'Retention', 'Collections', 'Spanish'] as const;

const GROUPS = ['North', 'South', 'Evening'] as const;

/** Three of five people answer on Five9, the others on the remote-control dialler. */
function carrierOf(index: number): SimulatedPerson['carrier'] {
  return index % 5 < 3 ? 'five9-cti' : 'remote-control';
}

function personOf(index: number, seed: number, startsAt: Date): SimulatedPerson {
  const random = chance(seed, `person ${index}`);
  const firstName = FIRST_NAMES[index % FIRST_NAMES.length] ?? 'Ana';
  const lastName = LAST_NAMES[(index * 7 + Math.floor(index / FIRST_NAMES.length)) % LAST_NAMES.length] ?? 'Adams';
  const userName = `${firstName[0]}${lastName}`.toLowerCase() + (index + 1);
  const skill = random.between(0, SKILLS.length - 1);
  return {
    index,
    firstName,
    lastName,
    userName,
    email: `${firstName}.${lastName}${index + 1}@acme.example`.toLowerCase(),
    employeeId: `E${String(index + 1).padStart(4, '0')}`,
    extension: String(7001 + index),
    carrier: carrierOf(index),
    five9Id: String(300_000_000_000_000_000n + BigInt(index)),
    remoteId: 100 + index,
    recorderId: 10 + index,
    stationName: `DESK${index + 1}`,
    skills: [SKILLS[skill], SKILLS[(skill + 1 + random.between(0, 3)) % SKILLS.length]].filter(
      (name) => name !== undefined,
    ),
    group: random.pick(GROUPS),
    presence: 'READY',
    presenceSince: startsAt,
    reasonCode: null,
  };
}

/** The people of a seed. */
export function createPeople(count: number, seed: number, startsAt: Date): SimulatedPerson[] {
  return Array.from({ length: count }, (_, index) => personOf(index, seed, startsAt));
}
