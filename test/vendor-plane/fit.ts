import type { Centre } from '../../src/simulators/centre/model.ts';

type Values = Record<string, unknown>;

/** Makes arguments obey rules that their types do not express. */
export type Fit = (operation: string, input: Values) => Values;

/** Engage: what its guide says about times, names and states. */
export function fitEngage(operation: string, input: Values): Values {
  const { fromTime, toTime, contactBatch, contentNames, override, contactBatchState, subCampaignState, sample } = input;
  return {
    ...input,
    ...(fromTime && toTime ? { fromTime: '2026-01-01T00:00:00Z', toTime: '2026-01-02T00:00:00Z' } : {}),
    ...(contentNames ? { contentNames: ['a.js', 'b.wav'] } : {}),
    ...(override ? { override: null } : {}),
    ...(contactBatchState ? { contactBatchState: { ...Object(contactBatchState), state: 'Cancelled' } } : {}),
    ...(subCampaignState ? { subCampaignState: { ...Object(subCampaignState), state: 'Paused' } } : {}),
    ...(operation === 'listSubCampaignStates' && sample ? { sample: { ...Object(sample), state: 'Done' } } : {}),
    ...(operation.startsWith('createContactBatch')
      ? { contactBatch: { ...Object(contactBatch), maxDuration: 'PT1H', requestedStartTime: '2026-01-01T00:00:00Z' } }
      : {}),
  };
}

/** Five9 CTI: an existing desk, and a page that may be opened. */
export function fitDesk(desk: string): Fit {
  return (_operation, input) => ({ ...input, ...('url' in input && { url: 'https://www.example.com/?a=<&>' }), desk });
}

/** Remote-control: a user the vendor knows. */
export function fitUser({ people }: Centre): Fit {
  const user = people.find(({ carrier, presence }) => carrier === 'remote-control' && presence !== 'LOGGED_OUT');
  return (_operation, input) => ({ ...input, UserID: user?.remoteId });
}

const DEVICE_NAMES = ['DEVICEALIAS', 'CRM_USER', 'SYS_USER', 'STATIONNAME', 'DEVICENAME', 'PHONEID'];

/** Recorder: one name for the device, and addresses that are some. */
export function fitRecorder({ people }: Centre): Fit {
  return (operation, input) => {
    const extra = (name: string) => DEVICE_NAMES.includes(name);
    const spare = 'DEVICEID' in input && operation !== 'IMPORTWORKSTATION';
    const names = Object.keys(input).filter((name) => !(spare && extra(name)));
    const allowed = Object.fromEntries(
      names.map((name) => [name, /ADDRESS$/.test(name) ? 'jo@example.com' : input[name]]),
    );
    return 'DEVICEID' in allowed ? { ...allowed, DEVICEID: people[0]?.extension } : allowed;
  };
}
