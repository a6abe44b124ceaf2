import { SubjectAltName } from '../../../constructs/server-identity';
import { LEDGER_HOST, oneWay } from '../intent-builders';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'server name';
const OTHER_HOST = 'ledger.example.com';
const SPIFFE_ID = 'spiffe://example.com/ns/payments/sa/ledger';

/** Whom the gateway must find at the backend. */
export const SERVER_NAME_INTENTS: readonly PortabilityIntent[] = [
  oneWay({
    name: 'one-way',
    topic,
    asks: 'The gateway verifies the server by its hostname, under one root, and presents nothing.',
  }),
  oneWay(
    {
      name: 'sni-not-the-service',
      topic,
      asks: 'The server certificate carries a public name, not that of the Service; it is the server name that is sent, and the one that is verified.',
    },
    { server: { hostname: OTHER_HOST } },
  ),
  oneWay(
    {
      name: 'san-hostname-itself',
      topic,
      asks: 'The list of alternative names holds the hostname alone, which is the portable form.',
    },
    { server: { hostname: LEDGER_HOST, subjectAltNames: [SubjectAltName.hostname(LEDGER_HOST)] } },
  ),
  oneWay(
    {
      name: 'san-not-the-sni',
      topic,
      asks: 'The server name that is sent differs from the DNS name that is verified.',
      says: [OTHER_HOST],
    },
    { server: { hostname: LEDGER_HOST, subjectAltNames: [SubjectAltName.hostname(OTHER_HOST)] } },
  ),
  oneWay(
    {
      name: 'san-dns-list',
      topic,
      asks: 'One of two DNS names must be in the server certificate.',
      says: [OTHER_HOST],
    },
    {
      server: {
        hostname: LEDGER_HOST,
        subjectAltNames: [SubjectAltName.hostname(LEDGER_HOST), SubjectAltName.hostname(OTHER_HOST)],
      },
    },
  ),
  oneWay(
    { name: 'san-spiffe', topic, asks: 'The server certificate carries a SPIFFE ID.', says: [SPIFFE_ID] },
    { server: { hostname: LEDGER_HOST, subjectAltNames: [SubjectAltName.uri(SPIFFE_ID)] } },
  ),
  oneWay(
    {
      name: 'san-dns-and-spiffe',
      topic,
      asks: 'The server certificate carries the hostname or a SPIFFE ID, as while a backend moves into a mesh.',
      says: [SPIFFE_ID],
    },
    {
      server: {
        hostname: LEDGER_HOST,
        subjectAltNames: [SubjectAltName.hostname(LEDGER_HOST), SubjectAltName.uri(SPIFFE_ID)],
      },
    },
  ),
  oneWay(
    {
      name: 'san-wildcard',
      topic,
      asks: 'The server certificate carries a wildcard, and the gateway accepts each name under it.',
      says: ['*.payments.example.com'],
    },
    { server: { hostname: LEDGER_HOST, subjectAltNames: [SubjectAltName.hostname('*.payments.example.com')] } },
  ),
];
