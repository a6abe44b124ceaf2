import { Document, isCollection, isMap, isScalar, type Node, visit } from 'yaml';
import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { Finding } from '../../manifests/finding';
import type { JsonObject } from '../../manifests/manifest';
import { parseCertificates } from '../../trust';
import type { EmittedOutcome, PortabilityOutcome, RefusedOutcome } from './portability-outcome';

/** Longest line of a collection in braces, in characters. */
const LINE = 110;

/** An outcome in words and YAML. */
export interface OutcomeText {
  /** Objects, and changes to objects that were there; each is the text of a YAML document. */
  readonly documents: readonly string[];
  /** What is said of them, or why there are none: paragraphs of Markdown. */
  readonly remarks: readonly string[];
}

/** Tells an outcome. The version of the gateway is left out, so that versions with one outcome have one text. */
export function outcomeText(gateway: GatewayImplementation, outcome: PortabilityOutcome): OutcomeText {
  const { documents, remarks } = outcome.kind === 'emitted' ? emittedText(outcome) : refusedText(outcome);
  const withoutVersion = (text: string): string => text.replaceAll(String(gateway), gateway.title);
  return { documents: documents.map(withoutVersion), remarks: remarks.map(withoutVersion) };
}

function refusedText({ refusals }: RefusedOutcome): OutcomeText {
  return {
    documents: [],
    remarks: refusals.map(
      ({ rule, reason, fix }) => `Refused: ${prose(reason)}. Way out: ${prose(fix)}. (\`${rule}\`)`,
    ),
  };
}

function emittedText({ objects, changes, findings }: EmittedOutcome): OutcomeText {
  return {
    documents: [
      ...objects.map((object) => yamlText(object)),
      ...changes.map(({ object, patch }) => `# change to ${object}\n${yamlText(patch)}`),
    ],
    remarks: findings.filter(isOfTheHop).map(findingText),
  };
}

/** Remarks on the Gateway and the route that each intent has are no matter of the intent. */
function isOfTheHop({ severity, rule, constructPath }: Finding): boolean {
  return severity === 'warning' || rule === 'gateway-api/capability-unknown' || constructPath?.endsWith('tls') === true;
}

function findingText({ severity, rule, message, fix }: Finding): string {
  const word = severity === 'info' ? 'Note' : 'Warning';
  return `${word}: ${prose(message)}; ${prose(fix)}. (\`${rule}\`)`;
}

/** Angle brackets and stars are Markdown. */
function prose(text: string): string {
  return text.replaceAll(/[<>*|]/g, (sign) => `\\${sign}`);
}

/** YAML with short collections on one line, and certificates by their subject. */
function yamlText(object: JsonObject): string {
  const document = new Document(object);
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string') {
        node.value = withoutPem(node.value);
      }
    },
  });
  visit(document, {
    Collection: (key, node) => {
      if (key !== null && widthOf(node) <= LINE) {
        node.flow = true;
      }
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const PEM = '-----BEGIN CERTIFICATE-----';

function withoutPem(text: string): string {
  if (text.startsWith(PEM)) {
    return subjectsOf(text);
  }
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.startsWith(PEM) ? `base64 of ${subjectsOf(decoded)}` : text;
}

function subjectsOf(pem: string): string {
  return `PEM of ${parseCertificates(pem)
    .map(({ subject }) => subject.text)
    .join(' and ')}`;
}

function widthOf(node: Node): number {
  if (isScalar(node)) {
    return String(node.value).length + 4;
  }
  if (!isCollection(node)) {
    return 0;
  }
  const items = isMap(node)
    ? node.items.map(({ key, value }) => widthOf(key as Node) + widthOf(value as Node))
    : node.items.map((item) => widthOf(item as Node));
  return items.reduce((sum, width) => sum + width, 0);
}
