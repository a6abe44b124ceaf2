import { describePortability } from '../../src/testing';
import { harborCapabilities } from './capabilities';
import { HARBOR_CRDS } from './harbor-crds';
import { HarborGateway } from './harbor-gateway';

describePortability({
  table: harborCapabilities,
  versions: ['1.0', '1.4', '2.0', '2.1'],
  controllerName: 'harbor.example.com/gateway-controller',
  crds: HARBOR_CRDS,
  create: (props) => new HarborGateway(props),
});
