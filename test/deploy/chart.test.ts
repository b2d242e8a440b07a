import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import packageFile from '../../package.json' with { type: 'json' };
import { vendors } from '../../src/adapters/vendors.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { writeFilledFile } from './filled-file.ts';
import { Chart } from './go-template.ts';

const FOLDER = 'deploy/helm/crosspoint';
const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const chartFile = parse(read('Chart.yaml'));
const ACCOUNT = { id: 'wfo', vendor: 'recorder', url: 'tcp://10.0.0.1:5620' };

// biome-ignore lint/suspicious/noExplicitAny: manifests are of many shapes
type Manifest = any;

/** The manifests by kind, with values that replace the defaults. */
function manifests(changes: object = {}): Readonly<Record<string, Manifest>> {
  const values = { ...parse(read('values.yaml')), ...changes };
  const Release = { Name: 'desk', Service: 'Helm' };
  const root = { Values: values, Release, Chart: { Name: chartFile.name, AppVersion: chartFile.appVersion } };
  const chart = new Chart(root, (value) => stringify(value));
  chart.render(read('templates/_helpers.tpl'));
  const files = readdirSync(join(FOLDER, 'templates')).filter((name) => name.endsWith('.yaml'));
  const made = files.map((name) => parse(chart.render(read(`templates/${name}`)))).filter(Boolean);
  return Object.fromEntries(made.map((manifest) => [manifest.kind, manifest]));
}

let made: Readonly<Record<string, Manifest>>;
let pod: Manifest;
let container: Manifest;

beforeAll(() => {
  made = manifests();
  pod = made.Deployment.spec.template;
  [container] = pod.spec.containers;
});

describe('the chart', () => {
  test('has the version of the program', () => {
    expect([chartFile.version, chartFile.appVersion]).toEqual([packageFile.version, packageFile.version]);
    expect(container.image).toBe(`crosspoint:${packageFile.version}`);
  });

  test('makes what its values switch on, and nothing else', () => {
    expect(Object.keys(made).sort()).toEqual(['ConfigMap', 'Deployment', 'PodDisruptionBudget', 'Service']);
    const { autoscaling, ingress } = parse(read('values.yaml'));
    const on = { ...autoscaling, enabled: true, lag: { ...autoscaling.lag, enabled: true } };
    const all = manifests({ autoscaling: on, ingress: { ...ingress, enabled: true, host: 'desk.example' } });
    expect(Object.keys(all).sort()).toEqual([
      ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'PodDisruptionBudget', 'Service'],
    ]);
    expect(all.Deployment.spec).not.toHaveProperty('replicas');
    const { scaleTargetRef, metrics } = all.HorizontalPodAutoscaler.spec;
    expect(scaleTargetRef.name).toBe(all.Deployment.metadata.name);
    expect(metrics[1].pods).toEqual({
      metric: { name: 'crosspoint_event_lag_p95_seconds' },
      target: { type: 'AverageValue', averageValue: '2' },
    });
    const [rule] = all.Ingress.spec.rules;
    expect(rule.http.paths[0].backend.service.name).toBe(all.Service.metadata.name);
    expect(manifests({ disruptionBudget: { enabled: false } })).not.toHaveProperty('PodDisruptionBudget');
  });

  test('selects its own pods everywhere', () => {
    const selectors = [
      made.Deployment.spec.selector.matchLabels,
      made.Service.spec.selector,
      made.PodDisruptionBudget.spec.selector.matchLabels,
      pod.spec.topologySpreadConstraints[0].labelSelector.matchLabels,
    ];
    for (const selector of selectors) expect(pod.metadata.labels).toMatchObject(selector);
    expect(new Set(selectors.map((selector) => JSON.stringify(selector))).size).toBe(1);
  });

  test('sends probes and requests to the port that the program listens on', () => {
    const { value } = container.env.find(({ name }: Manifest) => name === 'PORT');
    const [port] = container.ports;
    expect(String(port.containerPort)).toBe(value);
    expect(made.Service.spec.ports[0].targetPort).toBe(port.name);
    const { startupProbe, livenessProbe, readinessProbe } = container;
    const probes = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }: Manifest) => httpGet);
    const at = (path: string) => ({ path, port: port.name });
    expect(probes).toEqual([at('/livez'), at('/livez'), at('/readyz')]);
  });

  test('runs without root and writes to volumes only', () => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toEqual({
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    });
    const volumes = new Set(pod.spec.volumes.map(({ name }: Manifest) => name));
    expect(container.volumeMounts.every(({ name }: Manifest) => volumes.has(name))).toBe(true);
    const writable = container.volumeMounts.filter(({ readOnly }: Manifest) => !readOnly);
    expect(writable.map(({ mountPath }: Manifest) => mountPath)).toEqual(['/tmp', '/data']);
  });

  test('gives a gateway the time to drain, to hand over its streams and to end its requests', () => {
    const { drainSeconds, terminationGracePeriodSeconds } = parse(read('values.yaml'));
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drainSeconds + 6 + 8);
    expect(container.lifecycle.preStop.exec.command.at(-1)).toBe(`setTimeout(() => {}, ${drainSeconds * 1_000})`);
  });

  test('mounts a configuration that the program takes, with its secrets from the mounted Secret', () => {
    const { config } = parse(read('values.yaml'));
    const { data } = manifests({ config: { ...config, accounts: [ACCOUNT] } }).ConfigMap;
    const mount = container.volumeMounts.find(({ name }: Manifest) => name === 'secrets').mountPath;
    const { file, names } = writeFilledFile(data['crosspoint.yaml'], mount);
    expect(names).toEqual(['redis-url', 'admin-key-hash']);
    const { redis, auth } = readConfiguration(file, vendors, {});
    expect([redis?.url, auth?.keys[0]?.id]).toEqual(['redis://redis:6379', 'admin']);
  });
});
