/** Which desks of an account an operation is of, and what is answered where some of them do not answer. */
import { describe, expect, it } from 'vitest';
import type { AgentReference, ListQuery } from '../../src/adapters/adapter.ts';
import { Desks } from '../../src/adapters/five9-cti/client/desks.ts';
import { createReads } from '../../src/adapters/five9-cti/reads.ts';
import { settings } from '../../src/adapters/five9-cti/settings.ts';
import { quiet } from './scripted.ts';

/** The desks of some agents, whom the account knows as this. */
function desksOf(known: Readonly<Record<string, AgentReference>>) {
  const desks = Object.keys(known).map((agent) => ({ agent, url: 'http://127.0.0.1:9/agent' }));
  const all = new Desks('floor', settings.parse({ desks, readings: {} }), quiet);
  for (const desk of all.all) desk.reference = () => known[desk.agent] ?? {};
  return all;
}

const ANN = { nativeId: 'Ann', userName: 'ann@x', extension: '4711' };
const BOB = { nativeId: 'bob', userName: 'bob@x' };
const names = (desks: readonly { readonly agent: string }[]) => desks.map(({ agent }) => agent);

describe('the desks of an account', () => {
  it('are those of an agent by the id, else by the user name or the extension', () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    const wanted = (agent: AgentReference) => names(desks.wanted({ agent } as ListQuery, false));
    expect(wanted({ nativeId: 'ANN' })).toEqual(['ann']);
    expect(wanted({ nativeId: 'cy', userName: 'ann@x', extension: '4711' })).toEqual([]);
    expect(wanted({ userName: 'BOB@x' })).toEqual(['bob']);
    expect(wanted({ extension: '4711' }), 'the extension of the other one is not known').toEqual(['ann', 'bob']);
    expect(wanted({ extension: '4712' })).toEqual(['bob']);
    expect(wanted({})).toEqual([]);
  });

  it('are those of the ids that are asked for, of agents or of calls', () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    expect(names(desks.wanted({} as ListQuery, true))).toEqual(['ann', 'bob']);
    expect(names(desks.wanted({ nativeIds: ['bob/1/2', 'ann'] } as ListQuery, true))).toEqual([]);
    expect(names(desks.wanted({ nativeIds: ['bob/1', 'ann'] } as ListQuery, true))).toEqual(['bob']);
    expect(names(desks.wanted({ nativeIds: ['bob/1', 'ann'] } as ListQuery, false))).toEqual(['ann']);
    expect(names(desks.wanted({ agent: { nativeId: 'bob' }, nativeIds: ['ann/1'] } as ListQuery, true))).toEqual([]);
  });

  it('are found by the name of the desk or of the log-in, and by the key of a call', () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    expect([desks.of('ANN').agent, desks.of('bob@x').agent]).toEqual(['ann', 'bob']);
    expect(() => desks.of('cy')).toThrowError(expect.objectContaining({ code: 'NOT_FOUND', account: 'floor' }));
    const { desk, id } = desks.ofCall('ann/7');
    expect([desk.agent, id]).toEqual(['ann', '7']);
    for (const key of ['cy/7', 'ann', '/7']) expect(() => desks.ofCall(key), key).toThrowError('No desk');
  });

  it('need be named only where there are several', () => {
    const [one, two] = [desksOf({ ann: ANN }), desksOf({ ann: ANN, bob: BOB })];
    expect([one.chosen(undefined).agent, one.chosen(null).agent, two.chosen('BOB').agent]).toEqual([
      'ann',
      'ann',
      'bob',
    ]);
    for (const desk of [undefined, null, 'cy', 7])
      expect(() => two.chosen(desk)).toThrowError(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['desk'] }),
      );
    expect(() => one.chosen('cy')).toThrowError('This account has no such desk');
  });

  it('that do not answer cost only their rows, unless none answers', async () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    const read = (silent: readonly string[]) =>
      desks.readAll(desks.all, async ({ agent }) => {
        if (silent.includes(agent)) throw desks.error('UNAVAILABLE', `${agent} is away`);
        return [agent];
      });
    expect(await read([])).toMatchObject({ items: ['ann', 'bob'], truncated: false });
    expect(await read(['ann'])).toMatchObject({ items: ['bob'], truncated: true });
    await expect(read(['ann', 'bob'])).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'ann is away' });
  });

  it('are asked one after another for what is the same at all, the one that answered last first', async () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    const asked: string[] = [];
    const first = (silent: readonly string[], signal?: AbortSignal) =>
      desks.first(
        1,
        async ({ agent }) => {
          asked.push(agent);
          if (silent.includes(agent)) throw desks.error('UNAVAILABLE', `${agent} is away`);
          return agent;
        },
        { ...(signal && { signal }) },
      );
    expect([await first(['ann']), await first([])]).toEqual(['bob', 'bob']);
    expect(asked).toEqual(['ann', 'bob', 'bob']);
    await expect(first(['ann', 'bob'])).rejects.toMatchObject({ message: 'ann is away' });
    asked.length = 0;
    await expect(first(['ann', 'bob'], AbortSignal.abort())).rejects.toMatchObject({ message: 'bob is away' });
    expect(asked).toEqual(['bob']);
  });

  it('have the dispositions of all their campaigns, each once, but none without an id or a name', async () => {
    const desks = desksOf({ ann: ANN, bob: BOB });
    const campaigns: Record<string, string[]> = { ann: ['1', '2'], bob: ['2', '3'] };
    const rows: Record<string, object[]> = {
      1: [{ id: 'a', name: 'Sale' }, { id: 'b' }, { name: 'Nameless' }],
      2: [
        { id: 'a', name: 'Sale' },
        { id: 'c', name: 'No answer', description: 'Not reached' },
      ],
      3: [{ id: 'd', name: 'Busy' }],
    };
    const read: string[] = [];
    for (const desk of desks.all) {
      desk.readCampaigns = async () => new Map((campaigns[desk.agent] ?? []).map((id) => [id, `Camp ${id}`])) as never;
      desk.readDispositions = async (id: string) => {
        read.push(id);
        return (rows[id] ?? []) as never;
      };
    }
    const { items } = await createReads(desks, quiet).dispositions({} as ListQuery, {});
    expect(items).toMatchObject([
      { nativeId: 'a', name: 'Sale' },
      { nativeId: 'c', name: 'No answer', description: 'Not reached' },
      { nativeId: 'd', name: 'Busy' },
    ]);
    expect(read.toSorted()).toEqual(['1', '2', '3']);
  });
});
