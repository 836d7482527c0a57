// SPDX-License-Identifier: EUPL-1.2
// usage: node tls-relay.js CERTIFICATE KEY PORT
// Takes TLS off before a municipality on this computer and keeps connections, as a real one's does.
// Prints the port it listens on.
"use strict";
const fs = require("fs");
const http = require("http");
const https = require("https");

const [certificate, key, port] = process.argv.slice(2);
const relay = https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, (asked, answer) => {
  const { method, url: path, headers } = asked;
  const behind = http.request({ host: "127.0.0.1", port, method, path, headers }, (given) => {
    delete given.headers.connection;
    answer.writeHead(given.statusCode, given.headers);
    given.pipe(answer);
  });
  behind.on("error", () => answer.destroy());
  asked.pipe(behind);
});
relay.listen(0, "127.0.0.1", () => console.log(relay.address().port));
