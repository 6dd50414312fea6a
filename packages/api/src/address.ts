import type { Context } from "hono";
import * as z from "zod";

const Gateway = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });
const Socket = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * The address that a request comes from, to count by and for nothing else: whoever asks the gateway itself may make it up,
 * so that what is counted by it is counted for everybody together, too. Behind CloudFront it is the last but one of
 * X-Forwarded-For, the last being CloudFront's own.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function addressOf(c: Context): string {
  const gateway = Gateway.safeParse(c.env).data;
  if (gateway !== undefined) {
    const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((one) => one.trim());
    return forwarded.at(-2) ?? gateway.requestContext.http.sourceIp;
  }
  return Socket.safeParse(c.env).data?.incoming.socket.remoteAddress ?? "here";
}
