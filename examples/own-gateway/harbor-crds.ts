import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The examples lie in `examples/` and in `lib/examples/` once compiled; YAML only in the former. */
const FOLDER = join(__dirname.replace(/\blib([\\/])examples\b/, 'examples'), 'crds');

/** The CustomResourceDefinitions of Harbor, as YAML texts: what it writes is checked against them. */
export const HARBOR_CRDS: readonly string[] = [readFileSync(join(FOLDER, 'upstreamidentities.yaml'), 'utf8')];
