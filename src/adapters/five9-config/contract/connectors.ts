import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { webConnector } from './types/connectors.ts';

/** Web connectors, which hand what is known of a call to another service. */
export const connectors = {
  createWebConnector: mutation('Creates a web connector.', {
    page: 165,
    input: { connector: required(webConnector, 'The connector.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deleteWebConnector: mutation('Deletes a web connector.', {
    page: 165,
    input: { name: required(string, 'Name of the connector.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getWebConnectors: query('Web connectors whose names match.', {
    page: 166,
    input: { namePattern: optional(string, 'Regular expression; all when left out.', { meaning: 'pattern' }) },
    output: list(webConnector),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyWebConnector: mutation('Changes a web connector.', {
    page: 166,
    input: { connector: required(webConnector, 'The changed connector, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
};
