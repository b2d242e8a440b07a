import { list, long, required, string } from '../../contract.ts';
import { whichCampaign } from './fields.ts';
import { act, ask } from './rows.ts';
import { answers, connectorValue, questionValue } from './types.ts';

/** Scripts and forms of the agent. */
export const scripts = {
  requestScript: act(
    'Retrieves the script of a campaign. The answer is empty on the wire; the service may open the script as a page at the desk.',
    {
      campaignId: whichCampaign,
    },
  ),
  requestWorksheet: ask("Questions of the campaign's worksheet.", list(questionValue), { campaignId: whichCampaign }),
  saveWorksheetAnswers: act('Stores the given answers.', { values: answers }),
};

/** Ways into other systems. */
export const connectors = {
  requestConnectors: ask('Connectors the agent may start by hand.', list(connectorValue), {
    campaignId: whichCampaign,
  }),
  processConnector: act('Starts a connector.', {
    campaignId: whichCampaign,
    connectorId: required(long, 'Id of the connector.'),
  }),
  openBrowser: act("Opens a page in the web browser of the agent's machine.", {
    url: required(string, 'Address of the page.'),
  }),
};
