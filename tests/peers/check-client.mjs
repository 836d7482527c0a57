// SPDX-License-Identifier: EUPL-1.2
// Our own client through Prism, against the practice municipality. Prints TAP.
//
//     node check-client.mjs --server zoetermeerpas-practice-server --zpictl zpictl --persons FOLDER
//
// Every ready-made household is imported with documents, queued and sent; one of them meets a 202
// first, one a server that is out of order, one an answer that is lost. Every request and answer is
// judged by Prism and ajv; forms and documents at the municipality are compared with what was sent.
// Then what comes after sending: later evidence (here, and by the code of a mail at another desk), photos,
// one account for a family, and whether somebody was renewed; each with an answer that is lost.

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startServer, stopServer } from './check-contract.mjs';
import { checkAsked, contract, resolve } from './contract.mjs';
import { ContractProxy, send } from './proxy.mjs';
import { Client } from './run.mjs';

const { values } = parseArgs({ options: {
  server: { type: 'string' }, zpictl: { type: 'string' }, persons: { type: 'string' }, rules: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'client-'));
const formSchema = resolve(contract.paths['/aanvragen/{aanvraagId}'].put.requestBody)
  .content['application/json'].schema;
const form = /^(PUT|POST) /;

const PAPERS = {
  'slip.pdf': Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n' + '%'.repeat(300000)),
  'card.png': Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64'),
};

let number = 0;
let failed = 0;
function test(name, wrong, note = '') {
  number++;
  failed += wrong.length > 0 ? 1 : 0;
  wrong.slice(0, 40).forEach(line => console.log(`# ${line}`));
  console.log(`${wrong.length > 0 ? 'not ok' : 'ok'} ${number} - ${name}${note ? ` (${note})` : ''}`);
}

let desktop = 'data'; // the folder of the desk that works now
function zpictl(url, ...parameters) {
  const data = join(folder, desktop);
  return new Promise(done => {
    execFile(values.zpictl, ['--data', data, '--practice', ...parameters],
      { env: { ...process.env, ZPI_API_URL: url, ZPI_ACCESS_TOKEN: 'oefenen' }, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => done({ status: error ? error.code : 0, text: stdout, messages: stderr,
        json: stdout.trim().startsWith('[') || stdout.trim().startsWith('{') ? JSON.parse(stdout) : undefined }));
  });
}

const declaration = { ondertekendOp: new Date().toISOString().replace(/\.\d+Z/, 'Z'), wijze: 'mondeling' };

// The persons as files that zpictl imports, each with two documents.
function writeForms() {
  const papers = join(folder, 'papers');
  mkdirSync(papers);
  for (const [name, bytes] of Object.entries(PAPERS))
    writeFileSync(join(papers, name), bytes);
  return readdirSync(values.persons).filter(name => name.endsWith('.json')).sort().map(name => {
    const { oefenpersoon, ...person } = JSON.parse(readFileSync(join(values.persons, name), 'utf8'));
    const whole = { regeling: 'zoetermeerpas', pasjaar: 2026, ...person, verklaring: declaration,
      bewijsstukken: [{ soort: 'loonstrook', van: 'aanvrager', maand: '2025-12', bestand: 'slip.pdf' },
        { soort: 'legitimatie', van: 'aanvrager', bestand: 'card.png' }] };
    whole.contact ??= { emailadres: 'oefenen@example.nl', vanWie: 'helper' };
    const file = join(papers, name);
    writeFileSync(file, JSON.stringify(whole));
    return file;
  });
}

// What goes wrong for the n-th application, on its way or at the end.
const TROUBLES = [
  null,
  { eerstInVerwerking: 2, aantal: 1, pad: '_indienen' },
  { foutcode: 503, retryAfter: '1', aantal: 1, pad: '_indienen' },
  { antwoordKwijt: true, aantal: 1, pad: '_indienen' },
  { antwoordKwijt: true, aantal: 1, pad: '/documenten' },
];

const pause = ms => new Promise(done => setTimeout(done, ms));

// Sends until nothing waits any more, as somebody would who tries again.
async function sendAll(url) {
  let result;
  for (let tries = 0; tries < 8; tries++) {
    result = await zpictl(url, 'send');
    if (result.status === 0)
      return [];
    await pause(1200);
  }
  return [`still waiting: ${result.text} ${result.messages}`];
}

async function sendPersons(desk, url) {
  const wrong = [];
  for (const [index, file] of writeForms().entries()) {
    const imported = await zpictl(url, 'import', file);
    const id = (imported.json ?? [imported.text.trim()])[0];
    const queued = await zpictl(url, 'queue', id);
    if (imported.status !== 0 || queued.status !== 0)
      wrong.push(`import ${imported.status}, queue ${queued.status}: ${imported.messages}${queued.messages}`);
    await desk.must(200, 'PUT', '/_oefening/storing', TROUBLES[index % TROUBLES.length] ?? {});
    wrong.push(...await sendAll(url));
  }
  await desk.must(200, 'PUT', '/_oefening/storing', {});
  return wrong;
}

// At the municipality: each once, complete, its form as the contract says, its documents untouched.
async function compare(desk, count) {
  const { json } = await desk.must(200, 'GET', '/_oefening/aanvragen');
  const wrong = [];
  desk.expect('applications that arrived', json.aanvragen.length, count);
  for (const application of json.aanvragen) {
    desk.expect('status', application.status, 'ontvangen');
    desk.expect('double', application.mogelijkDubbel, false);
    const stored = await desk.must(200, 'GET', `/_oefening/aanvragen/${application.aanvraagId}/formulier`);
    wrong.push(...checkAsked(formSchema, stored.json, 'form '));
    for (const document of application.documenten) {
      const bytes = await desk.must(200, 'GET',
        `/_oefening/aanvragen/${application.aanvraagId}/documenten/${document.documentId}`);
      if (!Object.values(PAPERS).some(paper => paper.equals(bytes.body)))
        wrong.push('a document that is not as it was');
    }
    desk.expect('documents', application.documenten.length, 2);
  }
  return wrong;
}

// One command of zpictl while something goes wrong; what then waits is sent.
const lost = path => ({ antwoordKwijt: true, aantal: 1, pad: path });
async function afterwards(desk, url, trouble, ...parameters) {
  await desk.must(200, 'PUT', '/_oefening/storing', trouble);
  const done = await zpictl(url, ...parameters);
  await desk.must(200, 'PUT', '/_oefening/storing', {});
  const wrong = done.status === 0 ? [] : [`${parameters[0]}: ${done.status} ${done.messages}`];
  return { json: done.json, wrong: [...wrong, ...await sendAll(url)] };
}

async function ask(desk, id) {
  const asked = await desk.must(200, 'POST', `/_oefening/aanvragen/${id}/_vraag-aanvulling`,
    { gevraagd: [{ soort: 'bankafschrift', van: 'aanvrager', maand: '2026-10' }], toelichting: 'Er mist iets.' });
  return asked.json;
}

// The answer that the municipality has, as the contract says and with the bytes that were added.
async function compareAnswer(desk, id, asked) {
  const stored = await desk.must(200, 'GET',
    `/_oefening/aanvragen/${id}/aanvullingen/${asked.aanvullingId}/formulier`);
  const schema = resolve(contract.paths['/aanvragen/{aanvraagId}/aanvullingen/{aanvullingId}/_indienen']
    .post.requestBody).content['application/json'].schema;
  desk.expect('documents of the answer', stored.json.bewijsstukken.length, 1);
  const bytes = await desk.must(200, 'GET',
    `/_oefening/aanvragen/${id}/documenten/${stored.json.bewijsstukken[0].documentId}`);
  return [...checkAsked(schema, stored.json, 'answer '),
    ...bytes.body.equals(PAPERS['slip.pdf']) ? [] : ['the later document is not as it was']];
}

async function sendMore(desk, url, id) {
  const slip = join(folder, 'papers', 'slip.pdf');
  const first = await ask(desk, id);
  await zpictl(url, 'status', id);
  const here = await afterwards(desk, url, lost('_indienen'), 'supplement', id, slip);
  const second = await ask(desk, id);
  desktop = 'elsewhere';
  const there = await afterwards(desk, url, lost('/documenten'), 'supplement', second.link, slip);
  desktop = 'data';
  return [...here.wrong, ...there.wrong, ...await compareAnswer(desk, id, first),
    ...await compareAnswer(desk, id, second)];
}

async function sendPhotos(desk, url, id) {
  await desk.must(200, 'POST', `/_oefening/aanvragen/${id}/_toekennen`, {});
  const letter = (await desk.must(200, 'POST', `/_oefening/aanvragen/${id}/_verstuur-brief`, {})).json;
  const order = async () => (await desk.must(200, 'GET', '/_oefening/foto-opdrachten')).json.fotoOpdrachten
    .find(one => one.opdrachtId === letter.opdrachtId);
  const wrong = [];
  for (const holder of (await order()).pashouders)
    wrong.push(...(await afterwards(desk, url, lost('/foto'), 'photo', letter.code, holder.pashouderId,
      join(folder, 'papers', 'card.png'))).wrong);
  desk.expect('photos', (await order()).status, 'compleet');
  return wrong;
}

async function askForAccount(desk, url) {
  const family = { pasjaar: 2026,
    aanvrager: { naam: { voornamen: 'Anna', geslachtsnaam: 'Oefening' }, burgerservicenummer: '999993653',
      geboorte: { datum: { type: 'Datum', datum: '1980-05-01' } } },
    contact: { emailadres: 'anna@example.nl', vanWie: 'aanvrager' }, verklaring: declaration,
    kinderen: [{ naam: { voornamen: 'Bo' }, geboorte: { datum: { type: 'Datum', datum: '2015-03-09' } } }] };
  const file = join(folder, 'family.json');
  writeFileSync(file, JSON.stringify(family));
  const asked = await afterwards(desk, url,
    { foutcode: 503, retryAfter: '1', aantal: 1, pad: 'accountverzoeken' }, 'account', file);
  const status = await zpictl(url, 'status', asked.json?.id);
  const there = (await desk.must(200, 'GET', '/_oefening/accountverzoeken')).json.accountverzoeken;
  desk.expect('requests for one account', there.length, 1);
  return [...asked.wrong, ...status.status === 0 ? [] : [`status: ${status.messages}`]];
}

async function lookUpRenewal(url) {
  const file = join(folder, 'renewal.json');
  writeFileSync(file, JSON.stringify({ pasjaar: 2026, aanvrager: { burgerservicenummer: '999991784' } }));
  const found = await zpictl(url, 'renewal', '--client-agrees', file);
  return found.status === 0 ? [] : [`renewal: ${found.messages}`];
}

// What the client asks after sending, as the contract names it. Photos go around Prism.
const CALLS = ['POST /aanvullingen/_zoeken', 'POST /aanvragen/{aanvraagId}/aanvullingen/{aanvullingId}/_indienen',
  'POST /foto-opdrachten/_zoeken', 'POST /accountverzoeken', 'GET /accountverzoeken/{verzoekId}',
  'POST /verlengingen/_controleren', 'GET /aanvragen/{aanvraagId}'];

async function sendAfterwards(desk, url) {
  const id = (await zpictl(url, 'list')).json.find(item => item.kind === 'application').id;
  const wrong = [...await sendMore(desk, url, id), ...await sendPhotos(desk, url, id),
    ...await askForAccount(desk, url), ...await lookUpRenewal(url)];
  return [...wrong, ...CALLS.filter(call => ![...proxy.seen.keys()].some(seen => seen.startsWith(`${call} 2`)))
    .map(call => `never judged: ${call}`)];
}

async function checkStates(url, count) {
  const { json } = await zpictl(url, 'list');
  const wrong = json.filter(item => item.state !== 'received' || !item.reference)
    .map(item => `${item.state} ${item.attention} ${item.reference}`);
  return json.length === count ? wrong : [...wrong, `${json.length} cases instead of ${count}`];
}

// Both judges have to see a request and an answer that break the contract, or finding nothing proves
// nothing.
async function proveJudges() {
  const liar = http.createServer((request, answer) => {
    request.resume();
    answer.writeHead(200, { 'content-type': 'application/json', 'api-version': '1.0.0' });
    answer.end('{"aanvraagId": 7}');
  });
  await new Promise(done => liar.listen(0, '127.0.0.1', done));
  const judged = await new ContractProxy().start(liar.address().port);
  const path = `/v1/aanvragen/${randomUUID()}`;
  await send(judged.port, 'PUT', path,
    { 'content-type': 'application/json', authorization: 'Bearer oefenen', 'if-none-match': '*' },
    Buffer.from('{"regeling": 3}'));
  await send(judged.port, 'GET', path, { authorization: 'Bearer oefenen' });
  judged.stop();
  liar.close();
  const sees = (text, judge) => judged.violations.some(v => v.startsWith(text) && judge(v));
  const prism = v => v.includes(': Prism: '), ajv = v => !prism(v);
  const form = 'PUT /aanvragen/{aanvraagId}: ', state = 'GET /aanvragen/{aanvraagId}: ';
  return [
    ['Prism sees no wrong request', sees(`${form}Prism: request`, prism)],
    ['Prism sees no wrong answer', sees(`${state}Prism: response`, prism)],
    ['ajv sees no wrong request', sees(`${form}body`, ajv)],
    ['ajv sees no wrong answer', sees(`${state}answer`, ajv)],
  ].filter(([, seen]) => !seen).map(([text]) => text)
    .flatMap((text, i) => i === 0 ? [...judged.violations, text] : [text]);
}

const server = await startServer(values.server, folder, values.rules);
const proxy = await new ContractProxy().start(server.port);
const desk = new Client(server.port);
try {
  test('every household is sent, whatever happens on the way', await sendPersons(desk, proxy.base));
  const count = readdirSync(values.persons).filter(name => name.endsWith('.json')).length;
  test('every case is received, with a reference', await checkStates(proxy.base, count), `${count} cases`);
  const compared = await compare(desk, count);
  test('at the municipality each is there once, form and documents as they were', [...compared, ...desk.wrong]);
  const later = await sendAfterwards(desk, proxy.base);
  test('what comes after sending arrives once, whole, by calls that were judged', [...later, ...desk.wrong]);
  test('Prism and ajv see what breaks the contract', await proveJudges());
  test('0 violations by Prism and by ajv', proxy.violations,
    `${proxy.byPrism} calls by Prism, ${proxy.around} documents around it, ${[...proxy.seen.keys()].filter(k => form.test(k)).length} kinds of PUT and POST`);
} finally {
  proxy.stop();
  await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`1..${number}`);
process.exit(failed > 0 ? 1 : 0);
