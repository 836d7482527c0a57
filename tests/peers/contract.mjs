// SPDX-License-Identifier: EUPL-1.2
// The contract as data: which operation a request is, and whether request and answer are as it says.

import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const contractPath = join(here, '..', '..', 'data', 'api', 'openapi.json');
export const contract = JSON.parse(readFileSync(contractPath, 'utf8'));

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const JSON_TYPES = ['application/json', 'application/problem+json'];

export function resolve(node) {
  if (!node || !node.$ref)
    return node;
  return resolve(node.$ref.slice(2).split('/').reduce((o, key) => o[key], contract));
}

// Answers may grow, so the contract leaves them open. Here every member must be a known one.
function closed(node) {
  if (Array.isArray(node))
    return node.map(closed);
  if (node === null || typeof node !== 'object')
    return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) =>
    [key, key === 'example' || key === 'enum' ? value : closed(value)]));
  if (copy.type === 'object' && copy.properties && copy.additionalProperties === undefined)
    copy.additionalProperties = false;
  return copy;
}

function newAjv(schemas, id) {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  ajv.addSchema({ $id: id, components: { schemas } });
  return ajv;
}

const asked = newAjv(contract.components.schemas, 'contract:asked');
const answered = newAjv(closed(contract.components.schemas), 'contract:answered');

function rooted(schema, id) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${id}#/components/`));
}

const validators = new Map();
function validator(ajv, id, schema) {
  const key = id + JSON.stringify(schema);
  if (!validators.has(key))
    validators.set(key, ajv.compile(rooted(id === 'contract:answered' ? closed(schema) : schema, id)));
  return validators.get(key);
}

function problems(ajv, id, schema, value, where) {
  const validate = validator(ajv, id, schema);
  return validate(value) ? [] : validate.errors.map(e => `${where}${e.instancePath}: ${e.message}`);
}

export const checkAsked = (schema, value, where) =>
  problems(asked, 'contract:asked', schema, value, where);
export const checkAnswered = (schema, value, where) =>
  problems(answered, 'contract:answered', schema, value, where);

export const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  METHODS.filter(method => item[method]).map(method => ({
    method: method.toUpperCase(),
    path,
    name: `${method.toUpperCase()} ${path}`,
    pattern: new RegExp('^' + path.replace(/\./g, '\\.').replace(/\{[^}]+\}/g, '[^/]+') + '$'),
    parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
    operation: item[method],
  })));

// `path` is below the base address, without a query.
export function find(method, path) {
  const found = operations.filter(o => o.method === method && o.pattern.test(path));
  // A path without open segments wins, as in the standard.
  return found.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

function typeOf(headers) {
  return (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

function parse(body, where, wrong) {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    wrong.push(`${where}: no JSON`);
    return undefined;
  }
}

function checkParameters(found, url, headers) {
  const wrong = [];
  const path = url.pathname.split('/');
  for (const parameter of found.parameters) {
    const { name } = parameter;
    const value = parameter.in === 'header' ? headers[name.toLowerCase()]
      : parameter.in === 'query' ? url.searchParams.get(name) ?? undefined
        : path[found.path.split('/').indexOf(`{${name}}`)];
    const where = `${parameter.in} ${name}`;
    if (value === undefined) {
      if (parameter.required)
        wrong.push(`${where}: missing`);
      continue;
    }
    const schema = resolve(parameter.schema);
    wrong.push(...checkAsked(parameter.schema, schema.type === 'integer' ? Number(value) : value, where));
  }
  const known = found.parameters.filter(p => p.in === 'query').map(p => p.name);
  for (const name of url.searchParams.keys())
    if (!known.includes(name))
      wrong.push(`query ${name}: not in the contract`);
  return wrong;
}

// What is wrong in a request, by the contract. `target` is its path and query below the base.
export function checkRequest(method, target, headers, body) {
  const url = new URL(target, 'http://contract.invalid');
  const found = find(method, url.pathname);
  if (!found)
    return [`${method} ${url.pathname}: not in the contract`];
  const wrong = checkParameters(found, url, headers);
  const open = Array.isArray(found.operation.security) && found.operation.security.length === 0;
  if (!open && !/^Bearer .+/.test(headers.authorization ?? ''))
    wrong.push('no token');
  const wanted = resolve(found.operation.requestBody);
  if (!wanted) {
    if (body.length > 0)
      wrong.push('a body that the contract does not know');
    return wrong;
  }
  const media = wanted.content[typeOf(headers)];
  if (!media)
    return [...wrong, `body: type ${typeOf(headers)}`];
  if (JSON_TYPES.includes(typeOf(headers))) {
    const value = parse(body, 'body', wrong);
    if (value !== undefined)
      wrong.push(...checkAsked(media.schema, value, 'body'));
  }
  return wrong;
}

// What is wrong in an answer, by the contract. Answers to what is no operation are problems too.
export function checkAnswer(method, target, status, headers, body) {
  const { pathname } = new URL(target, 'http://contract.invalid');
  const found = find(method, pathname);
  const wrong = [];
  const response = found ? resolve(found.operation.responses[String(status)])
    : status >= 400 ? contract.components.responses.NietGevonden : undefined;
  if (!response && status === 405)
    return typeOf(headers) === 'application/problem+json' ? [] : ['405 without a problem'];
  if (!response)
    return [`${found ? found.name : pathname}: status ${status} is not in the contract`];
  for (const [name, entry] of Object.entries(response.headers ?? {})) {
    const header = resolve(entry);
    const value = headers[name.toLowerCase()];
    if (value === undefined) {
      if (header.required)
        wrong.push(`header ${name}: missing`);
    } else {
      wrong.push(...checkAnswered(header.schema, value, `header ${name}`));
    }
  }
  if (method === 'HEAD')
    return wrong;
  if (!response.content)
    return body.length > 0 ? [...wrong, 'a body where there is none'] : wrong;
  const media = response.content[typeOf(headers)];
  if (!media)
    return [...wrong, `type ${typeOf(headers)}`];
  const value = parse(body, 'answer', wrong);
  if (value !== undefined) {
    wrong.push(...checkAnswered(media.schema, value, 'answer'));
    if (status >= 400 && value.status !== status)
      wrong.push('the problem names another status');
  }
  return wrong;
}

// Every example of the contract, checked as what it is an example of.
export function checkExamples() {
  const wrong = [];
  let count = 0;
  const look = (content, check, where) => {
    for (const [type, media] of Object.entries(content ?? {})) {
      const examples = Object.entries(media.examples ?? {}).map(([name, e]) => [name, e.value]);
      for (const [name, value] of examples) {
        count++;
        wrong.push(...check(media.schema, value, `${where} ${type} ${name} `));
      }
    }
  };
  for (const { name, operation } of operations) {
    look(resolve(operation.requestBody)?.content, checkAsked, `${name} request`);
    for (const [status, response] of Object.entries(operation.responses))
      look(resolve(response).content, checkAnswered, `${name} ${status}`);
  }
  return { count, wrong };
}
