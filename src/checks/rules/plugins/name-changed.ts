import { identityOf, referenceTo } from '../../../manifests/graph/reference';
import { indexManifests } from '../../../manifests/index-set';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { pluginObjectsOf } from './_kong-plugins';

/** `plugin` cannot be changed: the API server compares it with what is there. */
export const nameChanged: Rule<CheckContext> = {
  id: 'plugins/name-changed',
  severity: 'error',
  title: 'A KongPlugin gets another plugin than it had',
  why: 'The field plugin is immutable: the API server refuses the change, and the old plugin stays in effect.',
  fix: 'Make a new object with another name, attach it, and remove the old one.',
  check({ index, before }) {
    if (before === undefined) {
      return notApplicable('there are no manifests that are to be replaced');
    }
    const old = new Map(
      pluginObjectsOf(indexManifests(before)).map(({ manifest, plugin }) => [
        identityOf(referenceTo(manifest)),
        plugin,
      ]),
    );
    const plugins = pluginObjectsOf(index).flatMap((object) => {
      const was = old.get(identityOf(referenceTo(object.manifest)));
      return was === undefined ? [] : [{ ...object, was }];
    });
    if (plugins.length === 0) {
      return notApplicable('no KongPlugin and no KongClusterPlugin stands in both sets');
    }
    return resultOf(
      plugins
        .filter(({ plugin, was }) => plugin !== was)
        .map(({ manifest, plugin, was }) => ({
          manifest,
          path: ['plugin'],
          message: `plugin was ${describeString(was)} and becomes ${describeString(plugin)}; it cannot be changed`,
          fix: `make a new ${manifest.key.kind} with another name, attach it, and remove ${manifest.key.name}`,
        })),
    );
  },
};
