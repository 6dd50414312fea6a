import { cloud } from "./topology.ts";

/** Where the API is called; people's browsers come by way of the site. */
export const gateway = new sst.aws.ApiGatewayV2("Api", {
  // It serves its own pages only.
  cors: false,
  accessLog: { retention: cloud.logRetention },
});
