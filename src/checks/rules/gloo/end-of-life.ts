import { GLOO_END_OF_LIFE } from '../../../gateways/gloo/end-of-life';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { tlsUpstreams } from './_ssl-config';

const END = new Date(`${GLOO_END_OF_LIFE}T23:59:59Z`);

/** A gateway that nobody will mend. */
export const endOfLife: Rule<CheckContext> = {
  id: 'gloo/end-of-life',
  severity: 'warning',
  title: 'TLS to a backend rests on Gloo, whose open source edition ends',
  why:
    `The project ends on ${GLOO_END_OF_LIFE}: a flaw in what verifies the backend is not mended after that. Until then it is ` +
    'a remark, and after it, judged by the instant that the check is given, a warning.',
  fix: 'Move to kgateway, which succeeds Gloo.',
  check({ index, now }) {
    const [first] = tlsUpstreams(index);
    if (first === undefined) {
      return notApplicable('there is no Upstream with an sslConfig');
    }
    const isOver = now !== undefined && now > END;
    return resultOf([
      {
        manifest: first.upstream,
        path: ['spec', 'sslConfig'],
        severity: isOver ? 'warning' : 'info',
        message: `the open source edition of Gloo ${isOver ? 'ended' : 'ends'} on ${GLOO_END_OF_LIFE}`,
        fix: `${isOver ? 'move' : 'plan the move'} to kgateway, which succeeds it`,
      },
    ]);
  },
};
