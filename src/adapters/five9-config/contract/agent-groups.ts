import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { agentGroup } from './types/users.ts';

const groupName = required(string, 'Name of the group.');

/** Groups of agents. */
export const agentGroups = {
  createAgentGroup: mutation('Creates an agent group, empty or with agents.', {
    page: 136,
    input: { group: required(agentGroup, 'The group.') },
    output: agentGroup,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectNotFoundFault,
      faults.UserHasNoRequiredRoleFault,
    ],
    quota: 'Modify',
  }),
  deleteAgentGroup: mutation('Deletes an agent group; its agents stay.', {
    page: 137,
    input: { groupName },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  getAgentGroup: query('One agent group.', {
    page: 137,
    input: { groupName },
    output: agentGroup,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Query',
  }),
  getAgentGroups: query('Agent groups whose names match.', {
    page: 137,
    input: { groupNamePattern: optional(string, 'Name or regular expression; .* for all.', { meaning: 'pattern' }) },
    output: list(agentGroup),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyAgentGroup: mutation('Changes an agent group.', {
    page: 138,
    input: {
      group: required(agentGroup, 'The changed group, identified by its name.'),
      addAgents: optional(list(string), 'Log-in names of agents to add.'),
      removeAgents: optional(list(string), 'Log-in names of agents to remove.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectNotFoundFault,
      faults.UserHasNoRequiredRoleFault,
    ],
    quota: 'Modify',
  }),
};
