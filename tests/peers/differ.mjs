// SPDX-License-Identifier: EUPL-1.2
// Whether the municipality's own reader and the contract agree: forms that are changed at random,
// each judged by ajv with the contract's schema and by the server.

import { randomUUID } from 'node:crypto';

import { checkAsked, contract, resolve } from './contract.mjs';
import { Client } from './run.mjs';

// The same numbers every time, so that a failure can be repeated.
function random(seed) {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const VALUES = [
  null, '', ' ', 'x', 'X', 'ja', 'geen', 'aanvrager', 'maand', 'Datum', 'JaarDatum', 0, -1, 1, 12, 13, 1.5, 2026,
  1e9, 1000000001, true, false, [], {}, [{}], ['x'], '2026-01-15', '2026-02-30', '2026-1-5', '2024-02-29',
  '2026-01-15T14:05:00Z', '2026-01-15T14:05:00', '2026-01-15T14:05:00+01:00', '2026-01-15T24:05:00Z',
  '2026-01-15t14:05:00z', '2026-01-15 14:05:00Z', '2026-01-15T14:05:00+0100', '2025-12', '2025-13', '999993653',
  '0612345678', '+31612345678', '2712AA', '2712 aa', 'a@b', 'a@@b', 'a b@c', 'één', 'regel\nregel', 'tab\there',
  '\u0001', '\u007f', '\u2028', '😀', 'x'.repeat(41), 'x'.repeat(101), 'x'.repeat(201), 'x'.repeat(2001),
  'x'.repeat(4001), 'é'.repeat(200), randomUUID(), randomUUID().toUpperCase(), 'f'.repeat(64), 'application/pdf',
];

const NAMES = ['schoenmaat', 'toelichting', 'naam', 'datum', 'jaar', 'maand', 'van', 'onbekend', 'soort', '__proto__x'];

// Every place in a value: { holder, key }.
function places(value) {
  if (value === null || typeof value !== 'object')
    return [];
  return Object.keys(value).flatMap(key => [{ holder: value, key }, ...places(value[key])]);
}

function change(form, pick) {
  const all = places(form);
  const { holder, key } = all[pick(all.length)];
  const value = VALUES[pick(VALUES.length)];
  switch (pick(5)) {
    case 0:
      if (Array.isArray(holder))
        holder.splice(Number(key), 1);
      else
        delete holder[key];
      break;
    case 1:
      if (!Array.isArray(holder))
        holder[NAMES[pick(NAMES.length)]] = value;
      break;
    case 2:
      if (Array.isArray(holder))
        while (holder.length < 25)
          holder.push(structuredClone(holder[0] ?? {}));
      break;
    default:
      holder[key] = value;
  }
}

// What the municipality may say although the schema cannot.
function onlyServer({ name, code }) {
  return (/burgerservicenummer$/.test(name) && (code === 'elfproef' || code === 'waarde')) ||
    (name === 'regeling' && code === 'waarde') || code === 'dubbel' || code === 'te-groot' ||
    (name === 'aanvrager.naam.geslachtsnaam' && code === 'ontbreekt');
}

const put = contract.paths['/aanvragen/{aanvraagId}'].put;
const content = resolve(put.requestBody).content['application/json'];

async function judge(client, form) {
  const path = `/aanvragen/${randomUUID()}`;
  const answer = await client.call('PUT', path, form, { 'if-none-match': '*' });
  const byContract = checkAsked(content.schema, form, '');
  const faults = answer.json.invalidParams ?? [];
  if (answer.status === 201)
    return byContract.map(text => `taken, but by the contract${text}`);
  if (answer.status !== 400)
    return [`answered ${answer.status}`];
  return byContract.length > 0 ? []
    : faults.filter(f => !onlyServer(f)).map(f => `refused, but good by the contract: ${f.name} ${f.code}`);
}

// Gives where the two disagree, and how many forms were taken.
export async function differ(port, count, seed = 20261122) {
  const client = new Client(port);
  const pick = random(seed);
  const wrong = new Set();
  let taken = 0;
  for (let i = 0; i < count; i++) {
    const form = structuredClone(content.examples[pick(4) === 0 ? 'minimaal' : 'volledig'].value);
    for (let changes = 1 + pick(2); changes > 0; changes--)
      change(form, pick);
    const found = await judge(client, form);
    taken += found.length === 0 && checkAsked(content.schema, form, '').length === 0 ? 1 : 0;
    found.forEach(text => wrong.add(text));
  }
  return { wrong: [...wrong], taken };
}
