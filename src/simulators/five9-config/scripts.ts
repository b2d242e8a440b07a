import type { Answers } from './answers.ts';
import { type ConfigValues, fail, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

function isUsed(domain: Domain, name: string): boolean {
  const text = JSON.stringify({ scriptName: name }).slice(1, -1);
  return domain.campaigns.items.some(({ settings }) =>
    JSON.stringify(settings.defaultIvrSchedule ?? null).includes(text),
  );
}

/** The chapter IVR Script: scripts, their owners and their icons. */
export function scriptAnswers(domain: Domain): Answers {
  const { scripts } = domain;
  const owners = new Map<string, ConfigValues>();
  const icons = new Map<string, ConfigValues>();
  return {
    createIVRScript({ name }, { userName }) {
      const script = scripts.add(name, { name, description: '', xmlDefinition: '<ivrScript/>' });
      owners.set(name, { isOthersCanCopy: true, ivrScriptName: name, ownedBy: userName });
      return script;
    },
    getIVRScripts: ({ namePattern }) => scripts.matching(namePattern),
    modifyIVRScript: ({ scriptDef }) => void scripts.change(scriptDef.name, scriptDef),
    deleteIVRScript({ name }) {
      scripts.find(name);
      scripts.remove(name, isUsed(domain, name));
      owners.delete(name);
      icons.delete(name);
    },
    getIvrScriptOwnership({ ivrScriptName }) {
      scripts.find(ivrScriptName);
      const message = `IVR script "${ivrScriptName}" has no owner.`;
      return owners.get(ivrScriptName) ?? fail('IvrScriptOwnershipNotFoundFault', message);
    },
    setIvrScriptOwnership({ ivrScriptName, othersCanCopy }, { userName }) {
      scripts.find(ivrScriptName);
      owners.set(ivrScriptName, { isOthersCanCopy: othersCanCopy ?? false, ivrScriptName, ownedBy: userName });
    },
    removeIvrScriptOwnership({ ivrScriptName }) {
      scripts.find(ivrScriptName);
      owners.delete(ivrScriptName);
    },
    getIvrIcons({ ivrScriptName }) {
      scripts.find(ivrScriptName);
      return icons.get(ivrScriptName) ?? {};
    },
    setIvrIcons({ ivrScriptName, ivrIcons }) {
      scripts.find(ivrScriptName);
      icons.set(ivrScriptName, { ...icons.get(ivrScriptName), ...valuesGiven(ivrIcons) });
    },
    removeIvrIcons({ ivrScriptName }) {
      scripts.find(ivrScriptName);
      icons.delete(ivrScriptName);
    },
  };
}
