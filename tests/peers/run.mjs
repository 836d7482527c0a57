// SPDX-License-Identifier: EUPL-1.2
// A whole run over the contract as a client would make it, and every refusal there is.

import { createHash, randomUUID } from 'node:crypto';

import { checkAnswer, contract, resolve } from './contract.mjs';
import { send } from './proxy.mjs';

const APPLICANT = '999993653';
const RENEWED = '999995248';

const hex = bytes => createHash('sha256').update(bytes).digest('hex');
const base64 = bytes => createHash('sha256').update(bytes).digest('base64');
const encode = text => Buffer.from(text).toString('base64');

export class Client {
  wrong = [];

  constructor(port) {
    this.port = port;
  }

  // `body`: an object (sent as JSON with its digest), bytes, or nothing.
  async call(method, path, body, headers = {}) {
    const json = body !== undefined && !Buffer.isBuffer(body);
    const bytes = body === undefined ? Buffer.alloc(0) : json ? Buffer.from(JSON.stringify(body)) : body;
    const all = {
      ...(path.startsWith('/_oefening/') ? {} : { authorization: 'Bearer oefenen' }),
      accept: 'application/json, application/problem+json',
      ...(json ? { 'content-type': 'application/json', 'content-digest': `sha-256=:${base64(bytes)}:` } : {}),
      'content-length': String(bytes.length),
      ...headers,
    };
    for (const name of Object.keys(all))
      if (all[name] === null)
        delete all[name];
    const target = path.startsWith('/_oefening/') ? path : `/v1${path}`;
    const answer = await send(this.port, method, target, all, bytes);
    try {
      answer.json = JSON.parse(answer.body.toString('utf8'));
    } catch {
      answer.json = {};
    }
    return answer;
  }

  expect(what, is, wanted) {
    if (JSON.stringify(is) !== JSON.stringify(wanted))
      this.wrong.push(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`);
  }

  async must(status, method, path, body, headers) {
    const answer = await this.call(method, path, body, headers);
    this.expect(`${method} ${path}`, answer.status, status);
    return answer;
  }

  key(key = randomUUID()) {
    return { 'idempotency-key': key };
  }
}

function paper(type, size) {
  const start = { 'application/pdf': '%PDF-1.7\n', 'image/jpeg': '\xff\xd8\xff', 'image/png': '\x89PNG\r\n\x1a\n' };
  const bytes = Buffer.concat([Buffer.from(start[type], 'latin1'), Buffer.alloc(size, 'é~\0')]);
  return { documentId: randomUUID(), soort: 'loonstrook', mediatype: type, grootteInBytes: bytes.length,
    sha256: hex(bytes), bytes };
}

const announced = papers => papers.map(({ bytes, ...rest }) => rest);

const put = contract.paths['/aanvragen/{aanvraagId}'].put;
const fullForm = resolve(put.requestBody).content['application/json'].examples.volledig.value;
const smallForm = resolve(put.requestBody).content['application/json'].examples.minimaal.value;

function creation(document, supplement) {
  const pairs = Object.entries({ documentId: document.documentId, sha256: document.sha256,
    mediatype: document.mediatype, ...(supplement ? { aanvullingId: supplement } : {}) });
  return { 'tus-resumable': '1.0.0', 'upload-length': String(document.grootteInBytes),
    'upload-metadata': pairs.map(([key, value]) => `${key} ${encode(value)}`).join(',') };
}

function part(offset, bytes) {
  return { 'tus-resumable': '1.0.0', 'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream', 'upload-checksum': `sha256 ${base64(bytes)}` };
}

async function upload(client, id, document, supplement) {
  const begun = await client.must(201, 'POST', `/aanvragen/${id}/documenten`, undefined, creation(document, supplement));
  const place = begun.headers.location.replace(/^\/v1/, '');
  const middle = document.bytes.length >> 1;
  for (const [from, to] of [[0, middle], [middle, document.bytes.length]]) {
    const bytes = document.bytes.subarray(from, to);
    await client.must(204, 'PATCH', place, bytes, part(from, bytes));
    const head = await client.must(200, 'HEAD', place, undefined, { 'tus-resumable': '1.0.0' });
    client.expect('Upload-Offset', head.headers['upload-offset'], String(to));
  }
  const stored = await client.must(200, 'GET', `/_oefening/aanvragen/${id}/documenten/${document.documentId}`);
  client.expect('the document byte by byte', stored.body.equals(document.bytes), true);
}

async function apply(client, form, papers) {
  const id = randomUUID();
  const body = Buffer.from(JSON.stringify({ ...form, bewijsstukken: announced(papers) }, null, 1));
  const headers = { 'content-type': 'application/json', 'content-digest': `sha-256=:${base64(body)}:` };
  const made = await client.must(201, 'PUT', `/aanvragen/${id}`, body, { ...headers, 'if-none-match': '*' });
  await client.must(200, 'PUT', `/aanvragen/${id}`, body, { ...headers, 'if-match': made.headers.etag });
  await client.must(204, 'OPTIONS', `/aanvragen/${id}/documenten`);
  for (const document of papers)
    await upload(client, id, document);
  const stored = await client.must(200, 'GET', `/_oefening/aanvragen/${id}/formulier`);
  client.expect('the form byte by byte', stored.body.equals(body), true);
  return { id, submission: { formulierSha256: hex(body) } };
}

async function mainRoad(client) {
  const papers = [paper('application/pdf', 200000), paper('image/jpeg', 90000), paper('image/png', 1000)];
  const { id, submission } = await apply(client, fullForm, papers);
  const key = client.key();
  const receipt = await client.must(201, 'POST', `/aanvragen/${id}/_indienen`, submission, key);
  client.expect('digest of the form', receipt.json.formulierSha256, submission.formulierSha256);
  client.expect('digests of the documents', receipt.json.documenten.map(d => d.sha256), papers.map(p => p.sha256));
  await client.must(200, 'POST', `/aanvragen/${id}/_indienen`, submission, key);
  await client.must(200, 'GET', `/aanvragen/${id}/ontvangstbevestiging`);
  await client.must(200, 'GET', `/aanvragen/${id}`);
  return id;
}

async function pending(client) {
  const { id, submission } = await apply(client, smallForm, []);
  await client.must(200, 'PUT', '/_oefening/storing', { eerstInVerwerking: 2, aantal: 1, pad: '_indienen' });
  await client.must(202, 'POST', `/aanvragen/${id}/_indienen`, submission, client.key());
  await client.must(200, 'GET', `/aanvragen/${id}`);
  await client.must(202, 'GET', `/aanvragen/${id}/ontvangstbevestiging`);
  await client.must(200, 'GET', `/aanvragen/${id}/ontvangstbevestiging`);
  await client.must(200, 'POST', `/aanvragen/${id}/_intrekken`, { reden: 'Verhuisd' }, client.key());
}

async function supplement(client, id) {
  const asked = await client.must(200, 'POST', `/_oefening/aanvragen/${id}/_vraag-aanvulling`,
    { gevraagd: [{ soort: 'bankafschrift', van: 'partner', maand: '2025-12' }], toelichting: 'December ontbreekt.' });
  const found = await client.must(200, 'POST', '/aanvullingen/_zoeken', { code: asked.json.code.toLowerCase() });
  const { aanvullingId } = found.json;
  const document = paper('application/pdf', 5000);
  await upload(client, id, document, aanvullingId);
  const body = { bewijsstukken: announced([document]), ontbrekendeBewijsstukken: [{ soort: 'overig' }],
    toelichting: 'Twee regels\nuitleg', hulpverlener: { naam: 'C. Groen', organisatie: 'Buurthuis' } };
  const path = `/aanvragen/${id}/aanvullingen/${aanvullingId}/_indienen`;
  const receipt = await client.must(201, 'POST', path, body, client.key());
  client.expect('digest of the supplement', receipt.json.formulierSha256, hex(JSON.stringify(body)));
  await client.must(200, 'POST', path, body, client.key());
  await client.must(200, 'GET', `/aanvragen/${id}`);
}

async function photos(client, id) {
  await client.must(200, 'POST', `/_oefening/aanvragen/${id}/_toekennen`, { motivering: 'U hebt recht op de pas.' });
  await client.must(200, 'GET', `/aanvragen/${id}`);
  const letter = await client.must(200, 'POST', `/_oefening/aanvragen/${id}/_verstuur-brief`, {});
  const order = (await client.must(200, 'POST', '/foto-opdrachten/_zoeken', { code: letter.json.code })).json;
  for (const holder of order.pashouders) {
    const photo = paper('image/jpeg', 3000);
    const headers = { 'content-type': 'image/jpeg', 'content-digest': `sha-256=:${base64(photo.bytes)}:` };
    const path = `/foto-opdrachten/${order.opdrachtId}/pashouders/${holder.pashouderId}/foto`;
    const placed = await client.must(201, 'PUT', path, photo.bytes, headers);
    client.expect('digest of the photo', placed.json.sha256, photo.sha256);
    await client.must(200, 'PUT', path, photo.bytes, headers);
    await client.must(200, 'POST', `/_oefening${path.replace(/foto$/, '_afkeuren')}`, { toelichting: 'Te donker' });
    await client.must(200, 'GET', `/foto-opdrachten/${order.opdrachtId}`);
    const better = paper('image/jpeg', 3001);
    await client.must(200, 'PUT', path, better.bytes,
      { ...headers, 'content-digest': `sha-256=:${base64(better.bytes)}:` });
    await client.must(200, 'POST', `/_oefening${path.replace(/foto$/, '_goedkeuren')}`, {});
  }
  const done = await client.must(200, 'GET', `/foto-opdrachten/${order.opdrachtId}`);
  client.expect('all photos', done.json.status, 'compleet');
  await client.must(200, 'POST', `/_oefening/aanvragen/${id}/_verstrek-passen`, {});
  await client.must(200, 'GET', `/aanvragen/${id}`);
  const renewed = await client.must(200, 'POST', '/_oefening/foto-opdrachten', { voornamen: 'Bo', pasjaar: 2026 });
  await client.must(200, 'GET', `/foto-opdrachten/${renewed.json.opdrachtId}`);
}

async function accounts(client) {
  const example = resolve(contract.paths['/accountverzoeken'].post.requestBody)
    .content['application/json'].examples.voorbeeld.value;
  const body = { ...example, verzoekId: randomUUID(), hulpverlener: { naam: 'C. Groen' } };
  await client.must(201, 'POST', '/accountverzoeken', body, client.key());
  await client.must(200, 'POST', '/accountverzoeken', body, client.key());
  await client.must(200, 'POST', `/_oefening/accountverzoeken/${body.verzoekId}/_afhandelen`,
    { status: 'samengevoegd', toelichting: 'Klaar.' });
  await client.must(200, 'GET', `/accountverzoeken/${body.verzoekId}`);
}

async function rest(client) {
  const question = { burgerservicenummer: RENEWED, pasjaar: 2026 };
  await client.must(200, 'POST', '/verlengingen/_controleren', question);
  await client.must(200, 'POST', '/_oefening/verlengingen', question);
  const renewed = await client.must(200, 'POST', '/verlengingen/_controleren', question);
  client.expect('renewed', renewed.json.uitkomst, 'verlengd');
  const removed = await apply(client, smallForm, []);
  await client.must(204, 'DELETE', `/aanvragen/${removed.id}`);
  const rules = await client.must(200, 'GET', '/regelingen/zoetermeerpas');
  await client.must(304, 'GET', '/regelingen/zoetermeerpas', undefined, { 'if-none-match': rules.headers.etag });
  await client.must(200, 'GET', '/openapi.json', undefined, { authorization: null });
  let page = await client.must(200, 'GET', '/aanvragen?gewijzigdNa=2020-01-01T00:00:00Z&aantal=1');
  while (page.json.volgende)
    page = await client.must(200, 'GET', `/aanvragen?aantal=1&vanaf=${page.json.volgende}`);
}

// Everything that goes well. Gives what was not as expected.
export async function wholeRun(port) {
  const client = new Client(port);
  const id = await mainRoad(client);
  await pending(client);
  await supplement(client, id);
  await photos(client, id);
  await accounts(client);
  await rest(client);
  return client.wrong;
}

// A form with one thing changed, and what the municipality says of it.
const badForms = [
  [form => { form.schoenmaat = 43; }, 'schoenmaat', 'onbekend-veld'],
  [form => { delete form.verklaring; }, 'verklaring', 'ontbreekt'],
  [form => { form.pasjaar = '2026'; }, 'pasjaar', 'soort'],
  [form => { form.pasjaar = 1999; }, 'pasjaar', 'waarde'],
  [form => { form.partner = null; }, 'partner', 'soort'],
  [form => { form.aanvrager.burgerservicenummer = '123456789'; }, 'aanvrager.burgerservicenummer', 'elfproef'],
  [form => { form.aanvrager.adres.postcode = '2712 aa'; }, 'aanvrager.adres.postcode', 'formaat'],
  [form => { form.contact.vanWie = 'geen'; }, 'contact.vanWie', 'waarde'],
  [form => { form.contact.emailadres = 'anna'; }, 'contact.emailadres', 'formaat'],
  [form => { form.kinderen[0].geboorte.datum = { type: 'Datum', datum: '2015-02-30' }; }, 'kinderen[0].geboorte.datum.datum', 'waarde'],
  [form => { form.inkomen = Array(51).fill({ soort: 'geen' }); }, 'inkomen', 'te-veel'],
  [form => { form.toelichting = 'x'.repeat(4001); }, 'toelichting', 'te-lang'],
  [form => { form.bewijsstukken.push(form.bewijsstukken[0]); }, 'bewijsstukken[2].documentId', 'dubbel'],
  [form => { form.bewijsstukken[0].grootteInBytes = 99999999; }, 'bewijsstukken[0].grootteInBytes', 'te-groot'],
  [form => { form.regeling = 'ooievaarspas'; }, 'regeling', 'waarde'],
];

class Refusals extends Client {
  count = 0;

  // `code`: of the problem.
  async refused(status, code, method, path, body, headers) {
    const answer = await this.call(method, path, body, headers);
    this.count++;
    this.expect(`${method} ${path}`, answer.status, status);
    if (method !== 'HEAD')
      this.expect(`code of ${method} ${path}`, answer.json.code, code);
    this.wrong.push(...checkAnswer(method, path, answer.status, answer.headers, answer.body)
      .map(text => `${method} ${path} ${status}: ${text}`));
    return answer;
  }
}

async function refuseForms(client) {
  const first = { 'if-none-match': '*' };
  for (const [change, name, code] of badForms) {
    const form = structuredClone(fullForm);
    change(form);
    const answer = await client.refused(400, 'ongeldige-invoer', 'PUT', `/aanvragen/${randomUUID()}`, form, first);
    client.expect(`fault ${name}`, answer.json.invalidParams?.map(p => [p.name, p.code]), [[name, code]]);
  }
  const path = `/aanvragen/${randomUUID()}`;
  await client.refused(400, 'geen-json', 'PUT', path, Buffer.from('{'), { ...first, 'content-type': 'application/json' });
  await client.refused(415, 'mediatype', 'PUT', path, Buffer.from('x'), { ...first, 'content-type': 'text/plain' });
  await client.refused(413, 'te-groot', 'PUT', path, { toelichting: 'x'.repeat(300000) }, first);
  await client.refused(428, 'voorwaarde-nodig', 'PUT', path, smallForm);
  await client.refused(412, 'voorwaarde', 'PUT', path, smallForm, { 'if-match': '"1-0"' });
  await client.refused(400, 'ongeldige-invoer', 'PUT', path, smallForm, { ...first, 'content-digest': null });
  await client.refused(400, 'ongeldige-invoer', 'PUT', '/aanvragen/1', smallForm, first);
}

async function refuseStates(client) {
  const { id, submission } = await apply(client, smallForm, []);
  const unknown = randomUUID();
  await client.refused(401, 'aanmelden', 'GET', `/aanvragen/${id}`, undefined, { authorization: null });
  await client.refused(406, 'niet-aanvaardbaar', 'GET', `/aanvragen/${id}`, undefined, { accept: 'text/html' });
  await client.refused(404, 'niet-gevonden', 'GET', `/aanvragen/${unknown}`);
  await client.refused(404, 'niet-gevonden', 'GET', `/aanvragen/${id}/ontvangstbevestiging`);
  await client.refused(404, 'niet-gevonden', 'GET', `/accountverzoeken/${unknown}`);
  await client.refused(404, 'niet-gevonden', 'GET', `/foto-opdrachten/${unknown}`);
  await client.refused(404, 'niet-gevonden', 'GET', '/regelingen/ooievaarspas');
  await client.refused(404, 'niet-gevonden', 'POST', '/aanvullingen/_zoeken', { code: 'AAAA-AAAA' });
  await client.refused(400, 'ongeldige-invoer', 'POST', '/foto-opdrachten/_zoeken', { code: 'A' });
  await client.refused(404, 'niet-gevonden', 'GET', '/nergens');
  await client.refused(405, 'methode', 'PATCH', `/aanvragen/${id}`);
  await client.refused(400, 'ongeldige-invoer', 'GET', '/aanvragen?gewijzigdNa=gisteren');
  await client.refused(409, 'niet-mogelijk', 'POST', `/aanvragen/${id}/_intrekken`, {}, client.key());
  await client.refused(400, 'ongeldige-invoer', 'POST', `/aanvragen/${id}/_indienen`, submission);
  await client.refused(409, 'ander-formulier', 'POST', `/aanvragen/${id}/_indienen`, { formulierSha256: hex('x') }, client.key());
  const key = client.key();
  await client.must(201, 'POST', `/aanvragen/${id}/_indienen`, submission, key);
  await client.refused(409, 'sleutel-hergebruikt', 'POST', `/aanvragen/${id}/_intrekken`, {}, key);
  await client.refused(409, 'al-ingediend', 'PUT', `/aanvragen/${id}`, smallForm, { 'if-match': '*' });
  await client.refused(409, 'al-ingediend', 'DELETE', `/aanvragen/${id}`);
  const removed = await apply(client, smallForm, []);
  await client.must(204, 'DELETE', `/aanvragen/${removed.id}`);
  await client.refused(410, 'verwijderd', 'GET', `/aanvragen/${removed.id}`);
  await client.refused(410, 'verwijderd', 'PUT', `/aanvragen/${removed.id}`, smallForm, { 'if-none-match': '*' });
}

async function refuseDocuments(client) {
  const document = paper('application/pdf', 1000);
  const broken = { ...paper('image/png', 1000), mediatype: 'application/pdf' };
  const id = randomUUID();
  const form = { ...smallForm, bewijsstukken: announced([document, broken]) };
  const body = Buffer.from(JSON.stringify(form));
  const documents = `/aanvragen/${id}/documenten`;
  await client.must(201, 'PUT', `/aanvragen/${id}`, form, { 'if-none-match': '*' });
  const stranger = { ...document, documentId: randomUUID() };
  await client.refused(400, 'ongeldige-invoer', 'POST', documents, undefined, creation(stranger));
  await client.refused(409, 'document-anders', 'POST', documents, undefined, creation({ ...document, grootteInBytes: 5 }));
  await client.refused(413, 'te-groot', 'POST', documents, undefined, creation({ ...document, grootteInBytes: 99999999 }));
  await client.refused(412, 'tus-versie', 'POST', documents, undefined, { ...creation(document), 'tus-resumable': '0.1' });
  const place = `${documents}/${document.documentId}`;
  await client.refused(404, 'niet-gevonden', 'HEAD', place, undefined, { 'tus-resumable': '1.0.0' });
  await client.must(201, 'POST', documents, undefined, creation(document));
  const piece = document.bytes.subarray(0, 10);
  await client.refused(409, 'verkeerde-positie', 'PATCH', place, piece, part(7, piece));
  await client.refused(460, 'controlesom', 'PATCH', place, piece, { ...part(0, Buffer.from('x')) });
  await client.refused(415, 'mediatype', 'PATCH', place, piece, { ...part(0, piece), 'content-type': 'text/plain' });
  const other = Buffer.alloc(document.bytes.length, 'x');
  await client.refused(413, 'te-groot', 'PATCH', place, Buffer.concat([other, piece]), part(0, Buffer.concat([other, piece])));
  await client.refused(409, 'digest-anders', 'PATCH', place, other, part(0, other));
  await client.refused(410, 'verlopen', 'HEAD', place, undefined, { 'tus-resumable': '1.0.0' });
  await client.must(201, 'POST', documents, undefined, creation(broken));
  await client.refused(400, 'ongeldige-invoer', 'PATCH', `${documents}/${broken.documentId}`, broken.bytes, part(0, broken.bytes));
  await client.refused(409, 'documenten-ontbreken', 'POST', `/aanvragen/${id}/_indienen`, { formulierSha256: hex(body) }, client.key());
}

async function refuseOnPurpose(client) {
  for (const [status, code] of [[401, 'aanmelden'], [403, 'geen-toegang'], [429, 'te-vaak'], [500, 'storing'], [503, 'onbereikbaar']]) {
    await client.must(200, 'PUT', '/_oefening/storing', { foutcode: status, aantal: 1 });
    await client.refused(status, code, 'GET', '/aanvragen');
  }
}

// Everything that is refused. Gives what was not as expected or not as the contract says.
export async function refusals(port) {
  const client = new Refusals(port);
  await refuseForms(client);
  await refuseStates(client);
  await refuseDocuments(client);
  await refuseOnPurpose(client);
  return { wrong: client.wrong, count: client.count };
}
