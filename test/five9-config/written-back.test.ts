/** Objects that are read, changed and written back: nothing but the change is judged, and all else is written as it was read. */
import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

/** The content of an argument as it was sent, each element on a line. */
function argument(body: string | undefined, name: string): string[] {
  const [, content = ''] = new RegExp(`<${name}>(.*)</${name}>`, 's').exec(body ?? '') ?? [];
  return content.replace(/></g, '>\n<').split('\n');
}

/** A user as a newer version of the vendor stores it: words, texts and fields that the contract does not have. */
const USER = [
  '<active>TRUE</active>',
  '<canChangePassword>perhaps</canChangePassword>',
  '<EMail>no address</EMail>',
  `<extension>${'4'.repeat(200)}</extension>`,
  '<firstName>Ann &amp; Bo</firstName>',
  '<fullName>Ann  Adams </fullName>',
  '<homeRegion><code>EU</code><zones>1</zones><zones>2</zones></homeRegion>',
  '<id>77</id>',
  '<lastName>Adams</lastName>',
  '<locale>xx_NEW</locale>',
  '<mediaTypeConfig><mediaTypes><enabled>1</enabled><intlligentRouting>false</intlligentRouting><maxAlowed>+3</maxAlowed><type>FAX</type></mediaTypes></mediaTypeConfig>',
  '<startDate>next Monday</startDate>',
  '<unifiedVoiceMail>yes</unifiedVoiceMail>',
  '<userName>ann</userName>',
  '<zone>7</zone>',
];

test('a user: what is foreign to the contract neither refuses the change of a name nor is changed', async () => {
  const { adapter, sent } = await standIn(({ operation }) =>
    operation === 'getUsersGeneralInfo'
      ? `<return><IEXScheduled>maybe</IEXScheduled><osLogin>ann</osLogin>${USER.join('\n  ')}<password>secret</password></return>`
      : '',
  );
  await adapter.agentUpdate?.('ann', { email: 'ann@example.com' }, {});
  const written = argument(sent('modifyUser')[0]?.body, 'userGeneralInfo');
  expect(written).toEqual(argument(`<a>${USER.join('').replace('no address', 'ann@example.com')}</a>`, 'a'));
});

test('a user: the change itself is judged, and nothing is sent where it is refused', async () => {
  const { adapter, sent } = await standIn(() => `<return>${USER.join('')}</return>`);
  const change = adapter.agentUpdate?.('ann', { firstName: 'a\u0001' }, {});
  await expect(change).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(sent('modifyUser')).toEqual([]);
});

const CAMPAIGN = [
  '<description>Before</description>',
  '<mode>FUTURE</mode>',
  '<name>Sales</name>',
  '<trainingMode>perhaps</trainingMode>',
  '<type>OUTBOUND</type>',
  '<autoRecord>1</autoRecord>',
  '<callWrapup><agentNotReady>false</agentNotReady><enabled>no</enabled><timeout><days>0</days><hours>101</hours><minutes>?</minutes><seconds>0</seconds></timeout></callWrapup>',
  '<newFutureField>x &lt; y</newFutureField>',
  '<dialingMode>CLAIRVOYANT</dialingMode>',
];

test('a campaign: what is foreign to the contract neither refuses the change of its description nor is changed', async () => {
  const { adapter, sent } = await standIn(({ operation }) =>
    operation.startsWith('get') ? `<return>${CAMPAIGN.join('')}</return>` : '',
  );
  await adapter.campaignUpdate?.('Sales', { description: 'After' }, {});
  const written = argument(sent('modifyOutboundCampaign')[0]?.body, 'campaign');
  expect(written).toEqual(argument(`<a>${CAMPAIGN.join('').replace('Before', 'After')}</a>`, 'a'));
});

test('a campaign of a type that the contract lacks is not changed', async () => {
  const { adapter, sent } = await standIn(() => '<return><name>Sales</name><type>FAX</type></return>');
  const change = adapter.campaignUpdate?.('Sales', { description: 'After' }, {});
  await expect(change).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(sent('modifyOutboundCampaign')).toEqual([]);
});

const list = (name: string, priority: string) =>
  `<campaignName>Sales</campaignName><dialingPriority>high</dialingPriority><dialingRatio>+50</dialingRatio><listName>${name}</listName><priority>${priority}</priority><pace>fast</pace>`;

test('the lists of a campaign: the others and the rest of the changed one are as they were', async () => {
  const { adapter, sent } = await standIn(({ operation }) =>
    operation === 'getListsForCampaign' ? `<return>${list('A', '1')}</return><return>${list('B', 'x')}</return>` : '',
  );
  const change = adapter.campaignUpdateList?.('Sales', { list: 'B', priority: 2 }, {});
  // The stand-in shows the old priority afterwards.
  await expect(change).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  const body = sent('modifyCampaignLists')[0]?.body ?? '';
  expect(body).toContain(`<lists>${list('A', '1')}</lists><lists>${list('B', '2')}</lists>`);
});
