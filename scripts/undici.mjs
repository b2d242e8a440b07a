// The parts of undici that the program uses, bundled instead of the whole package to save memory.

import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

Object.assign(Dispatcher.prototype, api);

let shared;

export { Agent, ProxyAgent };

export function request(url, { dispatcher, ...options } = {}) {
  const { origin, pathname, search } = new URL(url);
  shared ??= new Agent();
  return (dispatcher ?? shared).request({ method: 'GET', ...options, origin, path: pathname + search });
}
