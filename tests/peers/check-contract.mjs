// SPDX-License-Identifier: EUPL-1.2
// The contract against programs that nobody here wrote. Prints TAP.
//
//     node check-contract.mjs [--server zoetermeerpas-practice-server] [--rules data/schemes]
//
// Lints the contract with Spectral and our rules, proves with bad-openapi.json that each rule can
// fail, checks every example with ajv, and, with a server, makes a whole run through Prism and then
// every refusal, each answer checked with ajv.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import { checkExamples, contractPath, here, operations } from './contract.mjs';
import { differ } from './differ.mjs';
import { ContractProxy, send } from './proxy.mjs';
import { refusals, wholeRun } from './run.mjs';

let number = 0;
let failed = 0;
function test(name, wrong, note = '') {
  number++;
  if (wrong.length > 0)
    failed++;
  for (const line of wrong.slice(0, 40))
    console.log(`# ${line}`);
  console.log(`${wrong.length > 0 ? 'not ok' : 'ok'} ${number} - ${name}${note ? ` (${note})` : ''}`);
}

function lint(file) {
  const program = join(here, 'node_modules', '@stoplight', 'spectral-cli', 'dist', 'index.js');
  const result = spawnSync(process.execPath,
    [program, 'lint', '--ruleset', join(here, 'adr-2.2.yaml'), '--format', 'json', '--quiet', file],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const start = result.stdout.indexOf('[');
  if (start < 0)
    throw new Error(`Spectral failed: ${result.stdout}${result.stderr}`);
  return JSON.parse(result.stdout.slice(start, result.stdout.lastIndexOf(']') + 1));
}

function ourRules() {
  const text = readFileSync(join(here, 'adr-2.2.yaml'), 'utf8');
  return [...text.matchAll(/^ {2}(adr-[a-z0-9-]+):$/gm)].map(m => m[1]);
}

// Each rule of ours must fire on what is wrong on purpose: the bad contract, and once without servers.
function provedRules(folder) {
  const bad = join(here, 'bad-openapi.json');
  const serverless = join(folder, 'serverless.json');
  const { servers, ...rest } = JSON.parse(readFileSync(bad, 'utf8'));
  writeFileSync(serverless, JSON.stringify(rest));
  return new Set([...lint(bad), ...lint(serverless)].map(r => r.code));
}

export async function startServer(program, folder, rules) {
  const child = spawn(program,
    ['--data', join(folder, 'municipality'), ...(rules ? ['--rules', rules] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise((done, fail) => {
    createInterface({ input: child.stdout }).once('line', l => done([l]));
    child.once('exit', code => fail(new Error(`the server ended with ${code}`)));
  });
  child.removeAllListeners('exit');
  return { child, port: Number(new URL(line).port) };
}

// Until it is gone it may still write in its folder.
export async function stopServer({ child }) {
  if (child.exitCode !== null || child.signalCode !== null)
    return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

// A server whose answers are wrong, and a client whose request is: Prism and ajv must both say so.
async function checkNoticed() {
  const liar = http.createServer((request, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end('{"resultaten": 7}');
  });
  await new Promise(done => liar.listen(0, '127.0.0.1', done));
  const proxy = await new ContractProxy().start(liar.address().port);
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
  try {
    await send(proxy.port, 'POST', '/v1/aanvullingen/_zoeken', headers, '{"kode": 1}');
    await send(proxy.port, 'GET', '/v1/aanvragen', headers, '');
  } finally {
    proxy.stop();
    liar.close();
  }
  const wanted = [
    /^POST .*: Prism: request\b/, /^POST .*: body/, /^GET .*: Prism: response\b/, /^GET .*: answer/,
    /^GET .*: header API-Version/,
  ];
  test('Prism and ajv notice a wrong request and a wrong answer',
    wanted.filter(w => !proxy.violations.some(v => w.test(v))).map(w => `not noticed: ${w}`));
}

// Every operation must have been called, and have answered everything good that it can.
function notSeen(seen) {
  return operations.flatMap(({ name, operation }) =>
    Object.keys(operation.responses).filter(status => status < '400')
      .filter(status => !seen.has(`${name} ${status}`)).map(status => `never seen: ${name} ${status}`));
}

async function checkServer(program, rules, folder) {
  const server = await startServer(program, folder, rules);
  const proxy = await new ContractProxy().start(server.port);
  try {
    const run = await wholeRun(proxy.port);
    test('a whole run through Prism: every step as expected', run);
    test('a whole run through Prism: 0 violations by Prism and by ajv', proxy.violations,
      `${proxy.byPrism} calls by Prism, ${proxy.around} documents and photos around it`);
    test('a whole run through Prism: every operation gave every good answer', notSeen(proxy.seen),
      `${proxy.seen.size} kinds of answers`);
    const { wrong, count } = await refusals(server.port);
    test('every refusal is as the contract says', wrong, `${count} requests`);
    const forms = process.env.ZPI_TEST_LONG === '1' ? 20000 : 1500;
    const { wrong: apart, taken } = await differ(server.port, forms);
    test('the reader and the contract agree on forms changed at random', apart, `${taken} of ${forms} good`);
  } finally {
    proxy.stop();
    await stopServer(server);
  }
}

async function main() {
  const { values } = parseArgs({ options: { server: { type: 'string' }, rules: { type: 'string' } } });
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    test('the contract passes Spectral with all rules',
      lint(contractPath).map(r => `${r.code} ${r.path.join('.')}: ${r.message}`));
    const fired = provedRules(folder);
    test('every rule can fail', ourRules().filter(rule => !fired.has(rule)).map(r => `never fails: ${r}`),
      `${ourRules().length} rules`);
    const examples = checkExamples();
    test('every example is what it is an example of', examples.wrong, `${examples.count} examples`);
    await checkNoticed();
    if (values.server)
      await checkServer(values.server, values.rules, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`1..${number}`);
  process.exit(failed > 0 ? 1 : 0);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await main();
