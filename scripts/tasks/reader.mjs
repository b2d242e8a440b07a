// A reader who follows a page exactly, in an empty folder: types its commands, writes its files, and puts what a command
// printed where the page has a placeholder for it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';

const START_WITHIN_MS = 120_000;
const RUN_WITHIN_MS = 420_000;
/** Ports and addresses of the pages; the reader's machine has others free. */
const PORTS = ['4000', '4001', '4002', '5173', '5620', '8080'];
/** What commands print for the reader to copy: as it is printed, and its placeholder in the pages. */
const COPIED = [
  [/cpk_[\w-]{20,}/, 'cpk_…'],
  [/whsec_[\w+/=-]{20,}/, 'whsec_…'],
  [/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`],
];

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return String(port);
}

export class Reader {
  static async at(parent, env) {
    const ports = new Map();
    for (const port of PORTS) ports.set(port, await freePort());
    return new Reader(mkdtempSync(join(parent, 'reader-')), ports, env);
  }

  /** The programs that run, with the lines that started them and what they printed. */
  running = [];
  /** Everything that commands printed. */
  output = '';
  #copied = new Map();

  constructor(folder, ports, env) {
    this.folder = folder;
    this.ports = ports;
    this.env = env;
  }

  /** A text of the page with this machine's ports and what was copied. */
  adapted(text) {
    let result = text.replace(/\b(4000|4001|4002|5173|5620|8080)\b/g, (port) => this.ports.get(port));
    // The vendor of the pages is simulated on this machine.
    result = result.replaceAll('10.1.2.30', '127.0.0.1');
    for (const [placeholder, value] of this.#copied) result = result.replaceAll(placeholder, value);
    return result;
  }

  address(path = '', port = '4000') {
    return `http://localhost:${this.ports.get(port)}${path}`;
  }

  async follow(steps) {
    for (const { kind, file, code, lines = [] } of steps) {
      if (kind === 'write') this.write(file, code);
      for (const line of lines) await (kind === 'start' ? this.start(line) : this.run(line));
    }
  }

  write(file, code) {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.adapted(code));
  }

  /** Runs a command to its end; `cd` and `export` stay in force. */
  async run(line) {
    const [, folder] = /^cd (\S+)$/.exec(line) ?? [];
    if (folder) this.folder = resolve(this.folder, folder);
    const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
    if (name) this.env = { ...this.env, [name]: this.adapted(value) };
    if (folder || name) return;
    const program = this.#spawn(line);
    const timer = setTimeout(() => this.#end(program), RUN_WITHIN_MS);
    const code = await program.ended;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${program.output.slice(-2_000)}`);
  }

  /** Starts a command that keeps running, and waits for what it prints when it is ready. */
  async start(
    line,
    ready = /^(?:npx (?:crosspoint|hive-gateway)|node dist\/cli\.js) /.test(line) ? /https?:\/\/\S|# ready/ : /\n/,
  ) {
    const program = this.#spawn(line);
    this.running.push(program);
    await this.until(
      () => ready.test(program.output) || program.code !== undefined,
      `${line} to be ready`,
      START_WITHIN_MS,
    );
    if (program.code !== undefined) throw new Error(`${line} ended with ${program.code}: ${program.output}`);
    return program;
  }

  #spawn(line) {
    const command = this.adapted(line === 'npm run dev' ? 'npm run dev -- --port 5173 --strictPort' : line);
    // Other programs read LOG_LEVEL too, and are to say that they are ready.
    const settings = { PORT: this.ports.get('4000'), LOG_LEVEL: 'warn' };
    const env = /^(?:npx crosspoint|node dist\/cli\.js) serve/.test(line) ? { ...this.env, ...settings } : this.env;
    const child = spawn('sh', ['-c', command], {
      cwd: this.folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = { line, pid: child.pid, output: '', code: undefined };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        program.output += chunk;
        this.output += chunk;
        for (const [pattern, placeholder] of COPIED) {
          const [value] = pattern.exec(chunk) ?? [];
          if (value) this.#copied.set(placeholder, value);
        }
      });
    }
    program.ended = new Promise((ended) => {
      child.on('close', (code, signal) => {
        program.code = code ?? signal;
        ended(program.code);
      });
    });
    return program;
  }

  /** Ends a program with all that it started. */
  #end({ pid, code }, signal = 'SIGTERM') {
    if (code === undefined) process.kill(-pid, signal);
  }

  async kill(program, signal = 'SIGKILL') {
    this.#end(program, signal);
    await program.ended;
    this.running = this.running.filter((one) => one !== program);
  }

  async until(holds, what, within = 60_000) {
    const deadline = Date.now() + within;
    for (;;) {
      const answer = await holds();
      if (answer) return answer;
      if (Date.now() > deadline) throw new Error(`waited ${within / 1_000} s for ${what}`);
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  async ask(query, variables = {}) {
    const headers = {
      'content-type': 'application/json',
      ...(this.env.CROSSPOINT_KEY && { authorization: `Bearer ${this.env.CROSSPOINT_KEY}` }),
    };
    const response = await fetch(this.address('/graphql'), {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  async close() {
    await Promise.all(this.running.map((program) => this.kill(program, 'SIGTERM')));
  }
}
