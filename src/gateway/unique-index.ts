import type { AgentRecord } from '../adapters/adapter.ts';
import type { Person } from './people.ts';

/**
 * Values that point at people: within an account first, and across accounts only where one person fits. Made when it is
 * first read, since a list of agents alone does not need it.
 */
export class UniqueIndex {
  #people: Map<string, Person | null> | undefined;

  constructor(
    private readonly persons: readonly Person[],
    private readonly valuesOf: (record: AgentRecord) => readonly string[],
  ) {}

  find(account: string, value: string): Person | undefined {
    this.#people ??= this.#build();
    const exact = this.#people.get(`${account}/${value}`);
    return (exact === undefined ? this.#people.get(`*/${value}`) : exact) ?? undefined;
  }

  /** The person of each value; null where several have it. */
  #build(): Map<string, Person | null> {
    const people = new Map<string, Person | null>();
    const add = (place: string, person: Person) => {
      const known = people.get(place);
      people.set(place, known === undefined || known === person ? person : null);
    };
    for (const person of this.persons)
      for (const { account, record } of person.identities)
        for (const value of this.valuesOf(record)) {
          add(`${account}/${value}`, person);
          add(`*/${value}`, person);
        }
    return people;
  }
}
