#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# usage: make-certificates.sh FOLDER
# Certificates for the tests of TLS, each with its key in one file: good, expired, early,
# wrong-host and foreign; ca.pem and other-ca.pem are who signed them.
set -eu

mkdir -p "$1"
cd "$1"

cat >ca.cnf <<'END'
[req]
distinguished_name = name
prompt = no
[name]
CN = Test
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[ca]
default_ca = default
[default]
dir = .
new_certs_dir = .
database = index.txt
serial = serial
default_md = sha256
policy = policy
unique_subject = no
[policy]
commonName = supplied
[here]
subjectAltName = IP:127.0.0.1,DNS:localhost
extendedKeyUsage = serverAuth
[elsewhere]
subjectAltName = DNS:elsewhere.example
extendedKeyUsage = serverAuth
END
: >index.txt
echo 1000 >serial

new_key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
}

authority() {
  new_key "$1"
  openssl req -new -x509 -config ca.cnf -extensions authority -key "$1.key" -subj "/CN=$1" \
    -days 3650 -out "$1.pem"
}

# sign NAME AUTHORITY EXTENSIONS FROM TO
sign() {
  new_key "$1"
  openssl req -new -config ca.cnf -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  openssl ca -batch -notext -config ca.cnf -cert "$2.pem" -keyfile "$2.key" -extensions "$3" \
    -startdate "$4" -enddate "$5" -in "$1.csr" -out "$1.crt" 2>>log
  cat "$1.crt" "$1.key" >"$1.pem"
}

authority ca
authority other-ca
sign good ca here 20200101000000Z 20490101000000Z
sign wrong-host ca elsewhere 20200101000000Z 20490101000000Z
sign expired ca here 20200101000000Z 20210101000000Z
sign early ca here 20480101000000Z 20490101000000Z
sign foreign other-ca here 20200101000000Z 20490101000000Z
