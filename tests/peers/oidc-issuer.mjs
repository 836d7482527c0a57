// SPDX-License-Identifier: EUPL-1.2
//
// A real issuer (oidc-provider) on a free port of this computer: one native public client with
// PKCE, one-time refresh tokens. Prints its port. `ACCESS_TOKEN_S` is how long access tokens live.
// POST /_test/revoke forgets everything it handed out; it ends when its standard input closes.

import http from 'node:http';
import Provider from 'oidc-provider';

const server = http.createServer();

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const handedOut = new Set();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: 'zoetermeerpas-intake',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    }],
    claims: { openid: ['sub'], profile: ['name'] },
    features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: `Counsellor ${id}` }),
    }),
    issueRefreshToken: async () => true,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: Number(process.env.ACCESS_TOKEN_S || 900) },
  });
  const answer = provider.callback();

  provider.on('grant.success', (ctx) => handedOut.add(ctx.oidc.entities.Grant?.jti));
  server.on('request', async (request, response) => {
    if (request.url !== '/_test/revoke') {
      answer(request, response);
      return;
    }
    for (const id of handedOut) {
      const grant = id && await provider.Grant.find(id);
      if (grant) {
        for (const kind of ['RefreshToken', 'AccessToken', 'AuthorizationCode']) {
          await provider[kind].revokeByGrantId?.(id);
        }
        await grant.destroy();
      }
    }
    response.writeHead(204).end();
  });
  console.log(port);
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
