import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from '../helpers/until.ts';
import { freePort } from '../program/process.ts';

/** Several Redis processes that belong together. */
export interface RedisTopology {
  readonly url: string;
  /** Kills the process that serves first. */
  killFirst(): void;
  dispose(): void;
}

class Processes {
  readonly folder = mkdtempSync(join(tmpdir(), 'crosspoint-topology-'));
  readonly #children: ChildProcess[] = [];

  start(flags: readonly string[]): ChildProcess {
    const child = spawn('redis-server', flags, { stdio: 'ignore', cwd: this.folder });
    this.#children.push(child);
    return child;
  }

  dispose(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const PLAIN = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];

async function infoOf(port: number, section: string): Promise<string> {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  try {
    return section === 'cluster' ? String(await redis.cluster('INFO')) : await redis.info(section);
  } finally {
    redis.disconnect();
  }
}

/** Whether something listens at a port. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A master, its replica and a Sentinel that lets the replica take over within seconds. */
export async function startSentinel(): Promise<RedisTopology> {
  const processes = new Processes();
  const [master, replica, sentinel] = [await freePort(), await freePort(), await freePort()];
  const first = processes.start(['--port', String(master), ...PLAIN]);
  processes.start(['--port', String(replica), '--replicaof', '127.0.0.1', String(master), ...PLAIN]);
  await until(
    async () => (await infoOf(replica, 'replication')).includes('master_link_status:up'),
    'it is replicated',
    20_000,
  );
  const file = join(processes.folder, 'sentinel.conf');
  const rules = ['down-after-milliseconds main 1000', 'failover-timeout main 3000'].map((rule) => `sentinel ${rule}`);
  writeFileSync(
    file,
    [`port ${sentinel}`, 'bind 127.0.0.1', `sentinel monitor main 127.0.0.1 ${master} 1`, ...rules].join('\n'),
  );
  processes.start([file, '--sentinel']);
  await until(
    async () => /slaves=1/.test(await infoOf(sentinel, 'sentinel')),
    'the Sentinel knows the replica',
    20_000,
  );
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel}/main`,
    killFirst: () => void first.kill('SIGKILL'),
    dispose: () => processes.dispose(),
  };
}

function startClusterNode(processes: Processes, port: number): ChildProcess {
  return processes.start([
    ...['--port', String(port), '--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${port}.conf`],
    ...['--cluster-port', String(port > 40_000 ? port - 20_000 : port + 10_000), '--cluster-node-timeout', '1000'],
    ...PLAIN,
  ]);
}

const clusterCli = (...words: string[]) => execFileSync('redis-cli', ['--cluster', ...words], { stdio: 'ignore' });

/** Which of three masters has the slot of the gateway's keys, and its id in the cluster. */
async function masterOf(key: string, ports: readonly number[]): Promise<{ at: number; id: string }> {
  const clients = ports.map((port) => new Redis({ port, host: '127.0.0.1' }));
  try {
    const slot = Number(await clients[0]?.cluster('KEYSLOT', key));
    const at = Math.min(ports.length - 1, Math.floor(slot / (16_384 / ports.length)));
    return { at, id: String(await clients[at]?.cluster('MYID')) };
  } finally {
    for (const client of clients) client.disconnect();
  }
}

/** Starts three masters that are one cluster. */
async function startMasters(processes: Processes) {
  const ports = [await freePort(), await freePort(), await freePort()];
  const children = ports.map((port) => startClusterNode(processes, port));
  for (const port of ports) await infoOf(port, 'server');
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  clusterCli('create', ...addresses, '--cluster-yes');
  const isWhole = async (port: number) => (await infoOf(port, 'cluster')).includes('cluster_state:ok');
  for (const port of ports) await until(() => isWhole(port), 'the cluster is whole', 20_000);
  return { ports, addresses, children };
}

/** A cluster of three masters without replicas. */
export async function startMastersOnly(): Promise<Omit<RedisTopology, 'killFirst'>> {
  const processes = new Processes();
  const { addresses } = await startMasters(processes);
  return { url: `redis+cluster://${addresses.join(',')}`, dispose: () => processes.dispose() };
}

/** A cluster of three masters; the one that has the gateway's keys, which is killed first, has a replica. */
export async function startCluster(): Promise<RedisTopology> {
  const processes = new Processes();
  const { ports, addresses, children } = await startMasters(processes);
  const master = await masterOf('{crosspoint}', ports);
  const replica = await freePort();
  startClusterNode(processes, replica);
  await infoOf(replica, 'server');
  const [first = ''] = addresses;
  clusterCli('add-node', `127.0.0.1:${replica}`, first, '--cluster-slave', '--cluster-master-id', master.id);
  const isReplicated = async () => (await infoOf(replica, 'replication')).includes('master_link_status:up');
  await until(isReplicated, 'the master is replicated', 20_000);
  return {
    url: `redis+cluster://${addresses.join(',')}`,
    killFirst: () => void children[master.at]?.kill('SIGKILL'),
    dispose: () => processes.dispose(),
  };
}

/** A server that speaks TLS only, under a certificate of its own. */
export async function startTls(): Promise<RedisTopology> {
  const processes = new Processes();
  const port = await freePort();
  const [key, certificate] = [join(processes.folder, 'key.pem'), join(processes.folder, 'certificate.pem')];
  const made = [
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-keyout',
    key,
    '-out',
    certificate,
  ];
  execFileSync('openssl', ['req', '-x509', ...made], { stdio: 'ignore' });
  const files = ['--tls-key-file', key, '--tls-cert-file', certificate, '--tls-ca-cert-file', certificate];
  const child = processes.start([
    '--port',
    '0',
    '--tls-port',
    String(port),
    '--tls-auth-clients',
    'no',
    ...files,
    ...PLAIN,
  ]);
  await until(() => isOpen(port), 'the server listens', 20_000);
  return {
    url: `rediss://localhost:${port}`,
    killFirst: () => void child.kill('SIGKILL'),
    dispose: () => processes.dispose(),
  };
}
