// SPDX-License-Identifier: EUPL-1.2
// Puts Prism between a client and a server as a validating proxy, for whole runs:
//
//     node proxy.mjs --upstream http://127.0.0.1:PORT [--report FILE]
//
// prints the base address for the client. Every JSON call goes client → here → Prism → here →
// server. Prism writes bodies anew, and it spoils binary ones; so what reaches the server, and what
// reaches the client, are the bytes as they were sent, and documents and photos (PATCH, HEAD, PUT of
// an image) go straight on. On SIGTERM it writes a report and exits 1 when anything was wrong.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import { checkAnswer, checkRequest, contract, find, here } from './contract.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

const read = stream => new Promise((done, fail) => {
  const parts = [];
  stream.on('data', part => parts.push(part));
  stream.on('end', () => done(Buffer.concat(parts)));
  stream.on('error', fail);
  stream.on('aborted', () => fail(new Error('aborted')));
});

// One request as it is; { status, headers, body }.
export function send(port, method, path, headers, body) {
  return new Promise((done, fail) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent }, answer =>
      read(answer).then(bytes => done({ status: answer.statusCode, headers: answer.headers, body: bytes }), fail));
    request.on('error', fail);
    request.end(body);
  });
}

// Prism does not know the base address's path, so its contract has it in every path.
function writePrismContract(folder) {
  const prefixed = Object.fromEntries(
    Object.entries(contract.paths).map(([path, item]) => [`/v1${path}`, item]));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify({ ...contract, servers: [{ url: 'http://127.0.0.1' }], paths: prefixed }));
  return file;
}

async function startPrism(folder, upstream) {
  const port = await freePort();
  const program = join(here, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
  const child = spawn(process.execPath,
    [program, 'proxy', writePrismContract(folder), `http://127.0.0.1:${upstream}`,
      '--host', '127.0.0.1', '--port', String(port), '--cors', 'false'],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  await new Promise((done, fail) => {
    const look = data => {
      output.push(data.toString());
      if (/Prism is listening/.test(output.join('')))
        done();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => fail(new Error(`Prism ended: ${output.join('')}`)));
  });
  child.removeAllListeners('exit');
  return { port, child };
}

function goesAround(method, headers) {
  return method === 'PATCH' || method === 'HEAD' || /^image\//.test(headers['content-type'] ?? '');
}

export class ContractProxy {
  seen = new Map();        // "PUT /aanvragen/{aanvraagId} 201" → count
  violations = [];
  byPrism = 0;
  around = 0;
  #waiting = new Map();
  #number = 0;

  async start(upstreamPort) {
    this.upstream = upstreamPort;
    this.folder = mkdtempSync(join(tmpdir(), 'contract-'));
    this.back = http.createServer((request, answer) => this.#fromPrism(request, answer));
    await new Promise(done => this.back.listen(0, '127.0.0.1', done));
    this.prism = await startPrism(this.folder, this.back.address().port);
    this.front = http.createServer((request, answer) => this.#fromClient(request, answer));
    await new Promise(done => this.front.listen(0, '127.0.0.1', done));
    this.port = this.front.address().port;
    this.base = `http://127.0.0.1:${this.port}/v1`;
    return this;
  }

  stop() {
    this.prism.child.kill('SIGTERM');
    this.front.closeAllConnections?.();
    this.back.closeAllConnections?.();
    this.front.close();
    this.back.close();
    agent.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #toServer({ method, url, headers, body }) {
    return send(this.upstream, method, url, { ...headers, host: `127.0.0.1:${this.upstream}` }, body);
  }

  // Prism has looked at the request; the server gets it as the client sent it.
  async #fromPrism(request, answer) {
    await read(request).catch(() => null);
    const entry = this.#waiting.get(request.headers['x-contract-run']);
    try {
      entry.answer = await this.#toServer(entry);
    } catch (error) {
      if (entry)
        entry.failed = error;
      answer.destroy();
      return;
    }
    answer.writeHead(entry.answer.status, entry.answer.headers);
    answer.end(entry.answer.body);
  }

  async #throughPrism(entry) {
    const run = String(++this.#number);
    const headers = { ...entry.headers, 'x-contract-run': run };
    this.#waiting.set(run, entry);
    this.byPrism++;
    try {
      const answer = await send(this.prism.port, entry.method, entry.url, headers, entry.body);
      const found = answer.headers['sl-violations'];
      if (found)
        this.#violate(entry, JSON.parse(found).map(v => `Prism: ${v.location?.join('.')} ${v.message}`));
      if (!entry.answer && !entry.failed)
        this.#violate(entry, [`Prism did not pass it on: ${answer.status} ${answer.body}`]);
    } catch (error) {
      if (!entry.answer && !entry.failed)
        this.#violate(entry, [`Prism failed: ${error.message}`]);
    } finally {
      this.#waiting.delete(run);
    }
    if (!entry.answer)
      throw entry.failed ?? new Error('no answer');
    return entry.answer;
  }

  #violate(entry, list) {
    const target = entry.url.replace(/^\/v1/, '');
    const name = find(entry.method, target.split('?')[0])?.name ?? entry.method;
    this.violations.push(...list.map(text => `${name}: ${text}`));
  }

  #count(entry, answer) {
    const target = entry.url.replace(/^\/v1/, '');
    const name = find(entry.method, target.split('?')[0])?.name;
    if (name)
      this.seen.set(`${name} ${answer.status}`, (this.seen.get(`${name} ${answer.status}`) ?? 0) + 1);
    this.#violate(entry, checkRequest(entry.method, target, entry.headers, entry.body));
    this.#violate(entry, checkAnswer(entry.method, target, answer.status, answer.headers, answer.body));
  }

  async #fromClient(request, answer) {
    const entry = { method: request.method, url: request.url, headers: request.headers };
    try {
      entry.body = await read(request);
      let got;
      if (!entry.url.startsWith('/v1/')) {
        got = await this.#toServer(entry);
      } else if (goesAround(entry.method, entry.headers)) {
        this.around++;
        got = await this.#toServer(entry);
        this.#count(entry, got);
      } else {
        got = await this.#throughPrism(entry);
        this.#count(entry, got);
      }
      answer.writeHead(got.status, got.headers);
      answer.end(got.body);
    } catch {
      // The server cut the connection: so does this.
      answer.destroy();
    }
  }

  report() {
    return {
      byPrism: this.byPrism,
      around: this.around,
      violations: this.violations,
      seen: Object.fromEntries([...this.seen].sort()),
    };
  }
}

async function main() {
  const { values } = parseArgs({ options: { upstream: { type: 'string' }, report: { type: 'string' } } });
  const proxy = await new ContractProxy().start(Number(new URL(values.upstream).port));
  console.log(proxy.base);
  const end = () => {
    const report = JSON.stringify(proxy.report(), null, 1);
    if (values.report)
      writeFileSync(values.report, report + '\n');
    else
      console.log(report);
    proxy.stop();
    process.exit(proxy.violations.length > 0 ? 1 : 0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await main();
