/** The phones of the stand-in: what its commands change and its answers show. */

/** A call instance of a phone (l. 2338), and its recording while there is one. */
export interface Instance {
  readonly device: string;
  readonly instance: string;
  readonly ani: string;
  readonly dnis: string;
  readonly direction: 'I' | 'O';
  /** As the recorder's machine writes it. */
  readonly startTime: string;
  readonly file: string;
  readonly recordId: number;
  state: 'recording' | 'recordpaused' | 'over';
  readonly fields: Map<string, string>;
}

/** A fixed phone, the number that signed on to it (l. 2350) and the person's network and CRM names. */
export interface Phone {
  readonly device: string;
  readonly alias: string;
  readonly sysUser: string;
  readonly crmUser: string;
  readonly instances: Instance[];
}

/** The one parameter that names a phone (l. 1410), and the phone's value of it. */
const NAMES = [
  ['DEVICEID', 'device'],
  ['DEVICEALIAS', 'alias'],
  ['CRM_USER', 'crmUser'],
  ['SYS_USER', 'sysUser'],
] as const;

/** The phone that a request names; `device` undefined where it names none, `names` how many parameters it used. */
export function phoneOf(phones: readonly Phone[], request: ReadonlyMap<string, string>) {
  const used = NAMES.filter(([parameter]) => request.get(parameter));
  const [parameter, key] = used[0] ?? [];
  const phone = parameter && key && phones.find((one) => one[key] === request.get(parameter));
  return { phone: phone || undefined, names: used.length };
}

/** The instance that a command reaches: the named one, otherwise the last call of the phone (l. 318, 1464). */
export function instanceOf(phone: Phone, named: string | undefined): Instance | undefined {
  return named ? phone.instances.find(({ instance }) => instance === named) : phone.instances.at(-1);
}

/** A phone with calls that are being recorded. */
export function phone(
  device: string,
  names: Partial<Omit<Phone, 'device' | 'instances'>>,
  calls: readonly Partial<Instance>[],
): Phone {
  const instances = calls.map((call, index): Instance => {
    const clock = `12-3${index}-43`;
    return {
      device,
      instance: String(37 + index),
      ani: '7460',
      dnis: device,
      direction: 'I',
      startTime: `7/13/2012 12:3${index}:43 PM`,
      file: `C:\\Recordings\\20120713\\${device}\\${device}-${clock}.cca`,
      recordId: Number(device) * 10 + index,
      state: 'recording',
      fields: new Map(),
      ...call,
    };
  });
  return { device, alias: '', sysUser: '', crmUser: '', ...names, instances };
}

/** What every phone's recordings and their fields are, to compare before and after. */
export function stateOf(phones: readonly Phone[]) {
  const rows = phones.flatMap(({ instances }) => instances);
  return Object.fromEntries(
    rows.map(({ device, instance, state, fields }) => [
      `${device}/${instance}`,
      [state, ...[...fields].map((field) => field.join('='))].join(' '),
    ]),
  );
}
