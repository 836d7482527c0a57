// SPDX-License-Identifier: EUPL-1.2
//
// A real upload server (@tus/server) on a free port of this computer, keeping what it gets in
// the folder of its first argument; the second is the case whose documents it takes. Prints its
// port. It ends when its standard input closes.

import http from 'node:http';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [folder, caseId] = process.argv.slice(2);

const tus = new Server({
  path: `/v1/aanvragen/${caseId}/documenten`,
  datastore: new FileStore({ directory: folder }),
  maxSize: 1000 * 1000,
  namingFunction: (request, metadata) => metadata.documentId,
  relativeLocation: process.env.RELATIVE_LOCATION === '1',
});

const server = http.createServer((request, response) => {
  if (request.headers.authorization !== 'Bearer the-token') {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
    return;
  }
  tus.handle(request, response);
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
