/** An invented vendor of dealing-room telephones: what it can be asked. */
import { contract, fault, list, long, mutation, optional, query, required, string, struct } from '../../contract.ts';

/** Namespace of its service. */
export const NAMESPACE = 'urn:turret';

const NoSuchLine = fault('NoSuchLine', 'NOT_FOUND', 'There is no line of that number.', {
  line: optional(string, 'The number asked for.'),
});

const dealer = struct('dealer', 'A person at a turret.', {
  id: required(long, 'Its number.'),
  name: required(string, 'Full name.'),
  mail: optional(string, 'Address for e-mail.'),
  line: optional(string, 'The active line.'),
});

const conversation = struct('conversation', 'A line in use.', {
  line: required(string, 'Number of the line.'),
  dealer: required(long, 'Who is on it.'),
  party: optional(string, 'The number at the other end.'),
  onHold: optional(string, '`yes` while it is on hold.'),
});

/** Everything it can be asked. */
export const turret = contract({
  vendor: 'turret',
  prefix: 'turret',
  chapters: {
    Dealers: { listDealers: query('People at turrets.', { output: list(dealer) }) },
    Lines: {
      listLines: query('Lines in use.', { output: list(conversation) }),
      holdLine: mutation('Puts a line on hold.', {
        input: { line: required(string, 'Number of the line.') },
        faults: [NoSuchLine],
      }),
    },
  },
});

/** The operations of the contract. */
export type TurretOperations = (typeof turret)['operations'];
