import { Feeder } from '../instances/feeder.ts';
import { configure, folder } from '../instances/gateways.ts';
import { freePort, type Program, startProgram } from '../program/process.ts';

/** A gateway that is fed numbered events and can be killed and started again under the same address. */
export async function openKillable() {
  const place = folder();
  const feeder = new Feeder();
  await feeder.open();
  const port = await freePort();
  const file = configure(place.path, 'gateway', {
    accounts: [{ id: 'wfo', vendor: 'recorder', url: feeder.url, deadline: 1_000 }],
    events: { file: `${place.path}/events.db` },
  });
  let program: Program;
  const run = async () => {
    program = startProgram(['serve', '--config', file], { PORT: String(port), LOG_LEVEL: 'error' });
    await program.says(/\/graphql/);
  };
  await run();
  const restart = async (whileDown: () => unknown = () => undefined) => {
    await program.stop('SIGKILL');
    await whileDown();
    await run();
  };
  const close = async () => {
    await program.stop('SIGKILL');
    await feeder.close();
    place.remove();
  };
  return { feeder, restart, close, url: `http://127.0.0.1:${port}/graphql` };
}
