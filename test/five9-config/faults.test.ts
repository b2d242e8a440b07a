import { expect, test } from 'vitest';
import { fault, faultDocument, standIn } from './stand-in.ts';

const SERVICE = 'xmlns:ns1="http://service.admin.ws.five9.com/"';
const NEW = `<ns1:BrandNewFault ${SERVICE}><message>new</message></ns1:BrandNewFault>`;
const SKILL = `<ns1:SkillNotFoundFault ${SERVICE}><message>gone</message><skillName>x</skillName></ns1:SkillNotFoundFault>`;
const STACK =
  '<ns3:exception xmlns:ns3="http://jax-ws.dev.java.net/" class="java.lang.Exception"><message>m</message></ns3:exception>';

const getSkill = async (inside: string, message?: string) => {
  const { adapter } = await standIn(() => faultDocument(500, inside, message));
  return adapter.call('getSkill', { skillName: 'x' }, {}).catch((error: unknown) => error);
};

// Every fault of this vendor has the fault code env:Server, which names none.
test.each([
  ['a fault that the contract lacks', `<detail>${NEW}</detail>`, 'Refused.', 'BAD_RESPONSE', 'BrandNewFault'],
  ['a fault behind a stack trace', `<detail>${STACK}${SKILL}</detail>`, 'Refused.', 'NOT_FOUND', 'SkillNotFoundFault'],
  ['a fault before a stack trace', `<detail>${SKILL}${STACK}</detail>`, 'Refused.', 'NOT_FOUND', 'SkillNotFoundFault'],
  [
    'an unknown fault behind a stack trace',
    `<detail>${STACK}${NEW}</detail>`,
    'Refused.',
    'BAD_RESPONSE',
    'BrandNewFault',
  ],
  ['a stack trace alone', `<detail>${STACK}</detail>`, 'Refused.', 'BAD_RESPONSE', 'Server'],
  ['no detail', '', 'Refused.', 'BAD_RESPONSE', 'Server'],
  ['an empty detail', '<detail/>', 'Refused.', 'BAD_RESPONSE', 'Server'],
  ['no detail and its name in the text', '', 'SkillNotFoundException: gone', 'NOT_FOUND', 'SkillNotFoundFault'],
])('%s keeps its name', async (_, inside, message, code, vendorCode) => {
  expect(await getSkill(inside, message)).toMatchObject({ code, vendorCode, message });
});

test('the fields of a fault behind a stack trace are those of the fault', async () => {
  expect(await getSkill(`<detail>${STACK}${SKILL}</detail>`)).toMatchObject({ details: { skillName: 'x' } });
});

test("the vendor's failure leaves an act unknown and only fails a read", async () => {
  const { adapter } = await standIn(() => fault('ServerFault'));
  await expect(adapter.campaignStart?.('x', {}, {})).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  await expect(adapter.campaigns?.({}, {})).rejects.toMatchObject({ code: 'UNAVAILABLE', vendorCode: 'ServerFault' });
});
