import type { Answers } from './answers.ts';
import { type ConfigValues, fail, namePattern, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

/** A variable is known by its group and its name. */
function keyOf(group: string, name: string): string {
  return `${group}.${name}`;
}

function existing(domain: Domain, group: string, objectName: string): ConfigValues {
  const key = keyOf(group, objectName);
  if (domain.variables.has(key)) return domain.variables.find(key);
  const fields = { id: null, objectName, objectType: 'CallVariable' };
  return fail('ObjectNotFoundFault', `Call variable "${key}" doesn't exist.`, fields);
}

function inGroup(domain: Domain, group: unknown): ConfigValues[] {
  return domain.variables.items.filter((variable) => variable.group === group);
}

/** The chapter Call Variables. */
export function variableAnswers(domain: Domain): Answers {
  const { variables, variableGroups } = domain;
  return {
    createCallVariable({ variable }) {
      variableGroups.find(variable.group);
      for (const name of variable.dispositions ?? []) if (!domain.dispositions.has(name)) lacks(name);
      const name = textOf(variable, 'name');
      if (!name) fail('MissedArgumentFault', 'Call variable has no name.');
      variables.add(keyOf(textOf(variable, 'group'), name), valuesGiven(variable));
    },
    modifyCallVariable({ variable }) {
      const group = textOf(variable, 'group');
      const name = textOf(variable, 'name');
      existing(domain, group, name);
      variables.change(keyOf(group, name), variable);
    },
    deleteCallVariable({ name, groupName }) {
      existing(domain, groupName, name);
      variables.remove(keyOf(groupName, name));
    },
    getCallVariables({ namePattern: pattern, groupName }) {
      const fits = namePattern(pattern);
      if (groupName) variableGroups.find(groupName);
      return variables.items.filter(
        (variable) => fits(textOf(variable, 'name')) && (!groupName || variable.group === groupName),
      );
    },
    createCallVariablesGroup: ({ name, description }) => void variableGroups.add(name, { name, description }),
    modifyCallVariablesGroup: ({ name, description }) => void variableGroups.change(name, { description }),
    deleteCallVariablesGroup: ({ name }) => void variableGroups.remove(name, inGroup(domain, name).length > 0),
    getCallVariableGroups: ({ namePattern: pattern }) =>
      variableGroups.matching(pattern).map((group) => ({ ...group, variables: inGroup(domain, group.name) })),
  };
}

function lacks(objectName: string): never {
  const fields = { id: null, objectName, objectType: 'Disposition' };
  return fail('ObjectNotFoundFault', `Disposition "${objectName}" doesn't exist.`, fields);
}
