// SPDX-License-Identifier: EUPL-1.2
// usage: node relay.mjs CERTIFICATE KEY PORT [http2] [goodbye|hang-up]
// Takes TLS off before a municipality on this computer and keeps connections, as a real one's does.
// With "http2" for who asks for that; each connection ends after five answers with a goodbye or without.
// Prints the port it listens on; on standard error a line for each connection and each request.
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";

const [certificate, key, port, ...ways] = process.argv.slice(2);
const ANSWERS = 5;
const OF_A_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding"]);

function plain(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name[0] !== ":"));
}

function pass(asked, answer) {
  const headers = { ...plain(asked.headers), host: asked.headers[":authority"] ?? asked.headers.host };
  const behind = http.request({ host: "127.0.0.1", port, method: asked.method, path: asked.url, headers }, (given) => {
    const kept = Object.entries(given.headers).filter(([name]) => !OF_A_CONNECTION.has(name));
    console.error(`${asked.httpVersion} ${asked.method} ${given.statusCode}`);
    answer.writeHead(given.statusCode, Object.fromEntries(kept));
    given.pipe(answer);
  });
  behind.on("error", () => answer.destroy());
  asked.pipe(behind);
}

function endEarly(session) {
  let answered = 0;
  session.on("stream", (stream) => stream.on("close", () => {
    answered += 1;
    if (answered === ANSWERS)
      ways.includes("goodbye") ? session.close() : session.destroy();
  }));
}

const tls = { cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true };
const relay = ways.includes("http2") ? http2.createSecureServer(tls, pass) : https.createServer(tls, pass);
relay.on("secureConnection", () => console.error("connection"));
relay.on("session", (session) => {
  session.on("error", () => {});
  if (ways.includes("goodbye") || ways.includes("hang-up"))
    endEarly(session);
});
relay.listen(0, "127.0.0.1", () => console.log(relay.address().port));
