import { boolean, list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { ivrIcons, ivrScriptDef, ivrScriptOwnership } from './types/ivr.ts';

const name = required(string, 'Name of the script.');
const ivrScriptName = required(string, 'Name of the script.');

/** IVR scripts, their ownership and their icons. */
export const ivrScript = {
  createIVRScript: mutation('Creates an empty IVR script; fill it with modifyIVRScript.', {
    page: 182,
    input: { name },
    output: ivrScriptDef,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectAlreadyExistsFault],
    quota: 'Modify',
  }),
  deleteIVRScript: mutation('Deletes an IVR script.', {
    page: 182,
    input: { name },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getIVRScripts: query('IVR scripts whose names match.', {
    page: 183,
    input: { namePattern: optional(string, 'Regular expression; all when left out.', { meaning: 'pattern' }) },
    output: list(ivrScriptDef),
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyIVRScript: mutation('Changes an IVR script.', {
    page: 183,
    input: { scriptDef: required(ivrScriptDef, 'The changed script, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  setIvrScriptOwnership: mutation('Sets the owner of an IVR script.', {
    page: 183,
    input: { ivrScriptName, othersCanCopy: optional(boolean, 'Whether others may copy it.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  getIvrScriptOwnership: query('The owner of an IVR script.', {
    page: 184,
    input: { ivrScriptName },
    output: ivrScriptOwnership,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.IvrScriptOwnershipNotFoundFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Query',
  }),
  removeIvrScriptOwnership: mutation('Removes the owner of an IVR script.', {
    page: 184,
    input: { ivrScriptName },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  setIvrIcons: mutation('Sets the pictures of an IVR script.', {
    page: 185,
    input: { ivrScriptName, ivrIcons: required(ivrIcons, 'The pictures.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  getIvrIcons: query('Pictures of an IVR script.', {
    page: 185,
    input: { ivrScriptName },
    output: ivrIcons,
    outputName: 'ivrIcons',
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Query',
  }),
  removeIvrIcons: mutation('Removes the pictures of an IVR script.', {
    page: 186,
    input: { ivrScriptName },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
};
