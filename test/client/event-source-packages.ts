/** The packages of EventSource that this Node runs: version 4 on every Node, version 5 where it is at least 22.12. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const runsCurrent = major > 22 || (major === 22 && minor >= 12);

export const EVENT_SOURCE_PACKAGES: readonly string[] = runsCurrent
  ? ['eventsource', 'eventsource-5']
  : ['eventsource'];
