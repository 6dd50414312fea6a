import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { Purpose } from "@showrunner/core/ports/vault.ts";
import * as z from "zod";
import { kmsClient } from "../kms-calls.ts";
import { madeUpCredentials, madeUpRegion as region } from "./made-up-credentials.ts";

/** How KMS refuses: its word for it, and the HTTP status. */
export interface Refusal {
  name: string;
  status: number;
}

export interface KmsLocal extends AsyncDisposable {
  endpoint: string;
  client: KMSClient;
  /** A client of somebody else's: `refuse` is told the name, of letters and digits. */
  clientOf(caller: string): KMSClient;
  keyIds: Record<Purpose, string>;
  /** What was asked, in order. */
  calls: ("GenerateDataKey" | "Decrypt")[];
  /** Looked at before each call: a refusal is the answer to it. */
  refuse: (call: "GenerateDataKey" | "Decrypt", keyId: string, caller: string) => Refusal | undefined;
}

const Bytes = z.base64().transform((value) => Buffer.from(value, "base64"));
const Context = z.record(z.string(), z.string()).default({});
const GenerateDataKey = z.object({
  KeyId: z.string(),
  KeySpec: z.literal("AES_256"),
  EncryptionContext: Context,
});
const Decrypt = z.object({ KeyId: z.string(), CiphertextBlob: Bytes, EncryptionContext: Context });

class Refused extends Error {
  readonly status: number;
  constructor({ name, status }: Refusal) {
    super(name);
    this.name = name;
    this.status = status;
  }
}

/**
 * A KMS with two keys that last as long as it, on a free port of 127.0.0.1: GenerateDataKey and Decrypt in AWS' JSON
 * protocol, over AES-256-GCM with the encryption context as authenticated data.
 */
export async function startKmsLocal(): Promise<KmsLocal> {
  const keyIds = { tokens: arnOf("tokens"), channels: arnOf("channels") };
  const keys = new Map(Object.values(keyIds).map((arn) => [arn, randomBytes(32)]));
  const local: Pick<KmsLocal, "calls" | "refuse"> = { calls: [], refuse: () => undefined };

  const keyOf = (call: KmsLocal["calls"][number], keyId: string, caller: string): Buffer => {
    local.calls.push(call);
    const refusal = local.refuse(call, keyId, caller);
    if (refusal !== undefined) throw new Refused(refusal);
    const key = keys.get(keyId);
    if (key === undefined) throw new Refused({ name: "NotFoundException", status: 400 });
    return key;
  };

  const answers: Answers = {
    "TrentService.GenerateDataKey": (body, caller) => {
      const { KeyId, EncryptionContext } = GenerateDataKey.parse(body);
      const plaintext = randomBytes(32);
      const blob = wrap(keyOf("GenerateDataKey", KeyId, caller), plaintext, EncryptionContext);
      return { KeyId, Plaintext: plaintext.toString("base64"), CiphertextBlob: blob.toString("base64") };
    },
    "TrentService.Decrypt": (body, caller) => {
      const { KeyId, CiphertextBlob, EncryptionContext } = Decrypt.parse(body);
      const plaintext = unwrap(keyOf("Decrypt", KeyId, caller), CiphertextBlob, EncryptionContext);
      return { KeyId, Plaintext: plaintext.toString("base64") };
    },
  };

  const server = createServer((request, response) => {
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    };
    answer(request, answers).then(
      (body) => reply(200, body),
      (error: unknown) => {
        const { name, status } = error instanceof Refused ? error : { name: "ValidationException", status: 400 };
        reply(status, { __type: name, message: "refused" });
      },
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const endpoint = `http://127.0.0.1:${port}`;
  const clients: KMSClient[] = [];
  const clientOf = (accessKeyId: string): KMSClient => {
    const credentials = { ...madeUpCredentials, accessKeyId };
    // A test machine that has much else to do takes longer than Amazon does.
    const requestHandler = { requestTimeout: 60_000, throwOnRequestTimeout: true };
    const client = kmsClient({ endpoint, region, credentials, requestHandler });
    clients.push(client);
    return client;
  };
  return Object.assign(local, {
    endpoint,
    client: clientOf(madeUpCredentials.accessKeyId),
    clientOf,
    keyIds,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

type Answers = Record<string, (body: unknown, caller: string) => object>;

async function answer(request: IncomingMessage, answers: Answers): Promise<object> {
  const body: unknown = JSON.parse(await text(request));
  const known = answers[String(request.headers["x-amz-target"])];
  if (known === undefined) throw new Refused({ name: "UnsupportedOperationException", status: 400 });
  const [, caller = ""] = /Credential=([^/]*)/.exec(String(request.headers.authorization)) ?? [];
  return known(body, caller);
}

function arnOf(purpose: Purpose): string {
  return `arn:aws:kms:${region}:000000000000:key/${purpose}`;
}

function contextBytes(context: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function wrap(key: Buffer, plaintext: Buffer, context: Record<string, string>): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(contextBytes(context));
  const wrapped = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), wrapped]);
}

function unwrap(key: Buffer, blob: Buffer, context: Record<string, string>): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, blob.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(contextBytes(context)).setAuthTag(blob.subarray(12, 28));
    return Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]);
  } catch {
    throw new Refused({ name: "InvalidCiphertextException", status: 400 });
  }
}
