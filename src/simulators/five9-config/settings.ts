import type { AnswerInput, Answers } from './answers.ts';
import { type ConfigValues, fail, namePattern, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

/** Web connectors; those that start at a disposition name ones that exist. */
function connectorAnswers({ connectors, dispositions }: Domain): Answers {
  const check = (names: readonly string[]) => {
    const objectName = names.find((name) => !dispositions.has(name));
    if (objectName !== undefined)
      fail('ObjectNotFoundFault', `Disposition "${objectName}" doesn't exist.`, {
        objectName,
        objectType: 'Disposition',
      });
  };
  return {
    createWebConnector({ connector }) {
      check(connector.triggerDispositions ?? []);
      connectors.add(connector.name, valuesGiven(connector));
    },
    getWebConnectors: ({ namePattern: pattern }) => connectors.matching(pattern),
    modifyWebConnector({ connector }) {
      check(connector.triggerDispositions ?? []);
      const { clearTriggerDispositions, ...given } = connector;
      connectors.change(connector.name, given);
      if (clearTriggerDispositions) connectors.put(connector.name, { triggerDispositions: [] });
    },
    deleteWebConnector: ({ name }) => void connectors.remove(name),
  };
}

/** Speed dials; their only documented faults concern arguments. */
function speedDialAnswers(): Answers {
  const dials = new Map<string, ConfigValues>();
  return {
    createSpeedDialNumber({ code, number, description }) {
      if (dials.has(code)) fail('IncorrectArgumentFault', `Speed dial "${code}" already exists.`);
      dials.set(code, { code, number, description });
      return dials.get(code);
    },
    getSpeedDialNumbers: () => [...dials.values()],
    removeSpeedDialNumber({ code }) {
      if (!dials.delete(code)) fail('IncorrectArgumentFault', `Speed dial "${code}" doesn't exist.`);
    },
  };
}

/** Dialing rules, created or changed and removed in one request. */
function dialingRuleAnswers(): Answers {
  const rules = new Map<string, ConfigValues>();
  return {
    getDialingRules({ namePattern: pattern }) {
      const fits = namePattern(pattern);
      return [...rules.values()].filter((rule) => fits(textOf(rule, 'name')));
    },
    setDialingRules({ setRules, removeRules }) {
      for (const name of removeRules ?? [])
        if (!rules.delete(name)) fail('IncorrectArgumentFault', `Dialing rule "${name}" doesn't exist.`);
      for (const rule of setRules ?? [])
        rules.set(textOf(rule, 'name'), { ...rules.get(textOf(rule, 'name')), ...valuesGiven(rule) });
    },
  };
}

/** Settings of the whole domain as they are at first. */
const CONFIGURATION: ConfigValues = {
  agentProductivity: { longACWTime: 120, longCallDuration: 600, shortACWTime: 5, shortCallDuration: 10 },
  campaignsSettings: { priorityEnabled: true, ratioEnabled: false },
  domainId: '100001',
  domainName: 'Acme',
  extensionSettings: { maximalExtensionLength: 6, minimalExtensionLength: 4, minimalGeneratedExtension: '1000' },
  keyPerfomanceIndicators: { minTimeOfResponse: 20, speedOfAnswer: 20 },
  miscOptions: { enableReasonCodes: true, internalCallTimeout: 30, maySelectNone: true },
  passwordPolicies: { loginAttempts: 5, minPasswordLength: 8 },
  stateDialingRule: 'REGION',
  timeZoneAssignment: 'PHONE_NUMBER',
};

/** No extension may fall out of the range that is wanted. */
function checkExtensions(domain: Domain, configuration: AnswerInput<'modifyVCCConfiguration'>['configuration']): void {
  const { minimalExtensionLength, maximalExtensionLength } = configuration.extensionSettings ?? {};
  const userNames = domain.users.items
    .filter(({ generalInfo }) => {
      const { length } = textOf(generalInfo, 'extension');
      return length > 0 && (length < (minimalExtensionLength ?? 0) || length > (maximalExtensionLength ?? 99));
    })
    .map(({ generalInfo }) => generalInfo.userName);
  if (userNames.length)
    fail('ExtensionsOutOfRangeFault', 'Extensions of users would be out of range.', { campaignNames: [], userNames });
}

/** Merges changes into a group of settings; secrets are accepted and never returned. */
function merged(before: unknown, after: unknown): unknown {
  if (typeof after !== 'object' || after === null) return after;
  const { password: _, consumerSecret: __, securityToken: ___, ...shown } = valuesGiven(after as ConfigValues);
  return { ...((before ?? {}) as ConfigValues), ...shown };
}

function configurationAnswers(domain: Domain): Answers {
  const keyPerfomanceIndicators = { minTimeOfResponse: 20, speedOfAnswer: 80 };
  let configuration =
    domain.reading('speed-of-answer') === 'percentage' ? { ...CONFIGURATION, keyPerfomanceIndicators } : CONFIGURATION;
  return {
    getApiVersions: () => ({ maxVersion: 'v13', minVersion: '' }),
    getVCCConfiguration: () => configuration,
    modifyVCCConfiguration(input) {
      checkExtensions(domain, input.configuration);
      const { domainId: _, domainName: __, ...changes } = valuesGiven(input.configuration);
      const members = Object.entries(changes).map(([name, value]) => [name, merged(configuration[name], value)]);
      configuration = { ...configuration, ...Object.fromEntries(members) };
    },
  };
}

/** Connectors, speed dials, dialing rules and the settings of the domain. */
export function settingsAnswers(domain: Domain): Answers {
  return {
    ...connectorAnswers(domain),
    ...speedDialAnswers(),
    ...dialingRuleAnswers(),
    ...configurationAnswers(domain),
    closeSession: () => null,
  };
}
