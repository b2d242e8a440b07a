import type { Answers } from './answers.ts';
import { valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

/** References of campaigns and variables follow a renamed disposition; without a new name they are removed. */
function follow(domain: Domain, name: string, newName?: string): void {
  const put = (names: readonly string[]) =>
    names.flatMap((known) => (known !== name ? [known] : newName === undefined ? [] : [newName]));
  for (const { settings, dispositions } of domain.campaigns.items)
    domain.campaigns.put(settings.name, { dispositions: put(dispositions) });
}

/** The chapter Disposition Configuration. */
export function dispositionAnswers(domain: Domain): Answers {
  const { dispositions } = domain;
  return {
    createDisposition: ({ disposition }) =>
      void dispositions.add(disposition.name, { type: 'FinalDisp', description: '', ...valuesGiven(disposition) }),
    getDisposition: ({ dispositionName }) => dispositions.find(dispositionName),
    getDispositions: ({ dispositionNamePattern }) => dispositions.matching(dispositionNamePattern),
    modifyDisposition: ({ disposition }) => void dispositions.change(disposition.name, disposition),
    removeDisposition({ dispositionName }) {
      dispositions.remove(dispositionName);
      follow(domain, dispositionName);
    },
    renameDisposition({ dispositionName, dispositionNewName }) {
      dispositions.rename(dispositionName, dispositionNewName);
      dispositions.put(dispositionNewName, { name: dispositionNewName });
      follow(domain, dispositionName, dispositionNewName);
    },
  };
}
