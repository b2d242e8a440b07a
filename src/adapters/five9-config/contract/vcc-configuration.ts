import { mutation, query, required } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { vccConfiguration, versions } from './types/configuration.ts';

/** The settings of the whole domain and the versions of the service. */
export const configuration = {
  getApiVersions: query('Newest and oldest version of the service the domain may use.', {
    page: 229,
    output: versions,
    faults: [...everyCall, ...argumentFaults],
    quota: 'Query',
  }),
  getVCCConfiguration: query('The settings of the domain.', {
    page: 229,
    output: vccConfiguration,
    faults: [...everyCall],
    quota: 'Query',
  }),
  modifyVCCConfiguration: mutation('Changes the settings of the domain.', {
    page: 229,
    input: { configuration: required(vccConfiguration, 'The settings as they are to be.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExtensionsOutOfRangeFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
};
