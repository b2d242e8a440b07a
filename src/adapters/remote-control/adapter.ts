/** What the vendor means to the unified plane. */
import type { Adapter } from '../adapter.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { RemoteControlActs } from './acts.ts';
import { contactReads } from './contacts.ts';
import type { RemoteControlOperations } from './contract.ts';
import type { RemoteControlSettings } from './index.ts';
import { RemoteControlReads } from './reads.ts';
import type { Credentials } from './token.ts';
import { remoteControlClient } from './transport.ts';
import { USUAL_PACE, watchRemoteControl } from './watch.ts';

function credentialsOf({ token, login }: RemoteControlSettings): Credentials {
  if (login) return { login };
  return { token: token ?? '' };
}

/** Connects an account. The vendor has no way to make an agent not ready and no stream, so neither is offered. */
export function remoteControlAdapter(
  account: string,
  settings: RemoteControlSettings,
  { now, log }: AdapterDependencies,
): Adapter {
  const { url, timeZone, format, deadline, userId } = settings;
  const credentials = credentialsOf(settings);
  const guard = new Guard(account);
  const drift = new Drift();
  const client = remoteControlClient({ account, url, credentials, timeZone, format, deadline, guard, drift });
  const reads = new RemoteControlReads(client, userId, now, timeZone);
  const acts = new RemoteControlActs(client, reads);
  type Name = keyof RemoteControlOperations;
  const { campaigns, agents, calls, skills, dispositions } = reads;
  const { agentSetReady, callDial, callHangup, callHold, callRetrieve, callDispose, callBridge } = acts;
  const { recordingStart, recordingStop } = acts;
  return {
    account,
    vendor: 'REMOTE_CONTROL',
    guards: [guard],
    drift,
    call: (operation, input, ask) =>
      client.send(operation as Name, input as InputOf<RemoteControlOperations[Name]>, ask),
    check: async (ask) => {
      const [people, work] = await Promise.all([agents({}, ask), campaigns({}, ask)]);
      return `${people.items.length} users, ${work.items.length} campaigns`;
    },
    close: () => client.close(),
    ...{ campaigns, agents, calls, skills, dispositions },
    ...contactReads(client, userId, now),
    ...{ agentSetReady, callDial, callHangup, callHold, callRetrieve, callDispose, callBridge },
    ...{ recordingStart, recordingStop },
    watches: ['CALL', 'AGENT', 'CAMPAIGN'],
    watch: (kinds, { signal }) => watchRemoteControl({ account, reads, now, log, kinds, signal, pace: USUAL_PACE }),
  };
}
