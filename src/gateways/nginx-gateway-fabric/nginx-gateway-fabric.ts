import { renderOnlyGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent } from '../intent';
import type { RenderContext, Rendering } from '../rendering';
import { nginxGatewayFabricCapabilities } from './capabilities';

/**
 * NGINX Gateway Fabric 2.2 to 2.6.
 *
 * A policy names one object of roots, and all backends of one rule of a route need equal policies, or the rule is
 * rejected. The one client certificate stands on the Gateway (2.3 and later) and goes to backends of HTTPRoutes only.
 *
 * @see https://docs.nginx.com/nginx-gateway-fabric/traffic-security/securing-backend-traffic/
 */
export class NginxGatewayFabric extends GatewayImplementation {
  readonly implementation = 'nginx-gateway-fabric';
  readonly title = 'NGINX Gateway Fabric';
  protected readonly table = nginxGatewayFabricCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    return renderOnlyGatewayMutualTls(this, intent, context);
  }
}
