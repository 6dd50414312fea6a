import { parentPort, workerData } from "node:worker_threads";
import { buildApp } from "fauxqs";
import * as z from "zod";

/**
 * fauxqs in a thread of its own, where the time is what the test says: `shownMs` holds epoch milliseconds, or 0 for the
 * machine's own time. Posts its port once it listens, and closes when it is sent anything.
 */
const { shownMs } = z.object({ shownMs: z.instanceof(Float64Array) }).parse(workerData);
const machineNow = Date.now.bind(Date);
Date.now = () => (shownMs[0] === undefined || shownMs[0] === 0 ? machineNow() : shownMs[0]);

const app = buildApp({ logger: false, defaultRegion: "us-east-1" });

/** fauxqs drops the groups of standard queues; SQS gives them back. Carried, in it, as an attribute of each message. */
const groupName = "emulator.group";
const StringAttribute = z.object({ DataType: z.literal("String"), StringValue: z.string() });
const Attributes = z.record(z.string(), z.unknown());
const Batch = z.looseObject({
  Entries: z.array(z.looseObject({ MessageGroupId: z.string().optional(), MessageAttributes: Attributes.optional() })),
});
const Received = z.looseObject({
  Messages: z.array(z.looseObject({ Attributes: Attributes.optional(), MessageAttributes: Attributes.optional() })),
});

app.addHook("preHandler", async (request) => {
  if (request.headers["x-amz-target"] !== "AmazonSQS.SendMessageBatch") return;
  const { Entries, ...rest } = Batch.parse(request.body);
  const withGroups = Entries.map(({ MessageGroupId, MessageAttributes, ...entry }) => {
    if (MessageGroupId === undefined) return { ...entry, ...(MessageAttributes && { MessageAttributes }) };
    const group = { DataType: "String", StringValue: MessageGroupId };
    return { ...entry, MessageAttributes: { ...MessageAttributes, [groupName]: group } };
  });
  request.body = { ...rest, Entries: withGroups };
});

app.addHook("preSerialization", async (request, _reply, payload) => {
  if (request.headers["x-amz-target"] !== "AmazonSQS.ReceiveMessage") return payload;
  const received = Received.safeParse(payload);
  if (!received.success) return payload;
  const Messages = received.data.Messages.map(({ MessageAttributes = {}, ...message }) => {
    const { [groupName]: group, ...others } = MessageAttributes;
    const { success, data } = StringAttribute.safeParse(group);
    return {
      ...message,
      ...(Object.keys(others).length > 0 && { MessageAttributes: others }),
      ...(success && { Attributes: { ...message.Attributes, MessageGroupId: data.StringValue } }),
    };
  });
  return { ...received.data, Messages };
});

await app.listen({ port: 0, host: "127.0.0.1" });
const address = app.server.address();
parentPort?.postMessage(typeof address === "object" ? address?.port : undefined);
parentPort?.once("message", () => void app.close().then(() => parentPort?.close()));
