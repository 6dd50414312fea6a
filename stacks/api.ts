import { functionOf } from "./functions.ts";
import { gateway } from "./gateway.ts";
import { cloud } from "./topology.ts";

const apiFunction = new sst.aws.Function("ApiFunction", functionOf("api", cloud.apiTimeoutSeconds));

gateway.route("$default", apiFunction.arn);

export const api = { name: "api", function: $output(apiFunction) } as const;
