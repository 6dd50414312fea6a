import { functionOf } from "./functions.ts";
import { readStage } from "./stage.ts";
import { cloud } from "./topology.ts";

const { domain } = readStage();

const gateway = new sst.aws.ApiGatewayV2("Api", {
  ...(domain === undefined ? {} : { domain }),
  // It serves its own pages only.
  cors: false,
  accessLog: { retention: cloud.logRetention },
});

/** The address: the domain where there is one, else API Gateway's own. */
export const url = gateway.url;

const apiFunction = new sst.aws.Function("ApiFunction", functionOf("api", cloud.apiTimeoutSeconds));

gateway.route("$default", apiFunction.arn);

export const api = { name: "api", function: $output(apiFunction) } as const;
