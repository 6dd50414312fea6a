import { DecryptCommand, GenerateDataKeyCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { Problem } from "@showrunner/core/errors.ts";
import type { Purpose } from "@showrunner/core/ports/vault.ts";
import { failureOf } from "./aws-failure.ts";

/** KMS keys, by id or ARN; a purpose without one can neither be sealed nor opened here. */
export type KmsKeyIds = Partial<Record<Purpose, string>>;

/** What a wrapped key is bound to. KMS writes it to its log, and grants go by it: no secret may be in it. */
export type KmsContext = Record<string, string> & { purpose: Purpose };

export interface KmsCalls {
  /** A new key, in the clear, and wrapped for that context: base64. */
  generate(context: KmsContext): Promise<{ bytes: Uint8Array; wrapped: string }>;
  /** Undefined when it is not what KMS wrapped for that context. */
  unwrap(context: KmsContext, wrapped: string): Promise<Uint8Array | undefined>;
}

/** A client with time limits that suit a function: KMS answers in milliseconds. It tries three times. */
export function kmsClient(config: KMSClientConfig = {}): KMSClient {
  return new KMSClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...config,
  });
}

/** Names by which KMS says that the wrapped key is not what it made for this context. */
const foreignNames = /^(?:InvalidCiphertext|IncorrectKey)/;

/**
 * The calls of KMS that the vault makes. Both throw Problem `vault.key_refused` when KMS refuses to work for this role or
 * with its key, `vault.unavailable` when it does not answer, and `vault.unlinked` for a purpose without a key.
 */
export function kmsCalls(client: KMSClient, keyIds: KmsKeyIds): KmsCalls {
  const keyOf = (purpose: Purpose): string => {
    const id = keyIds[purpose];
    if (id === undefined) throw unlinked(purpose);
    return id;
  };
  return {
    generate: async (context) => {
      const request = new GenerateDataKeyCommand({
        KeyId: keyOf(context.purpose),
        KeySpec: "AES_256",
        EncryptionContext: context,
      });
      const { Plaintext, CiphertextBlob } = await client.send(request).catch((error: unknown) => {
        throw problemOf(context.purpose, error);
      });
      if (Plaintext === undefined || CiphertextBlob === undefined) throw unavailable(context.purpose, "no key");
      return { bytes: Plaintext, wrapped: Buffer.from(CiphertextBlob).toString("base64") };
    },

    unwrap: async (context, wrapped) => {
      const request = new DecryptCommand({
        KeyId: keyOf(context.purpose),
        CiphertextBlob: Buffer.from(wrapped, "base64"),
        EncryptionContext: context,
      });
      try {
        return (await client.send(request)).Plaintext;
      } catch (error) {
        if (foreignNames.test(failureOf(error).name)) return undefined;
        throw problemOf(context.purpose, error);
      }
    },
  };
}

function problemOf(purpose: Purpose, error: unknown): Problem {
  const failure = failureOf(error);
  return failure.mayPass ? unavailable(purpose, failure.told) : keyRefused(purpose, failure.told);
}

export function unavailable(purpose: Purpose, told: string): Problem {
  return new Problem({
    code: "vault.unavailable",
    message: `KMS gave no key for ${purpose} (${told})`,
    hint: "Nothing is lost; it is tried again later.",
    retry: { kind: "default" },
  });
}

function keyRefused(purpose: Purpose, told: string): Problem {
  return new Problem({
    code: "vault.key_refused",
    message: `KMS refuses to use the key for ${purpose} (${told})`,
    hint: "Look whether the key is enabled and this function's role may use it so. What is sealed stays readable once it is.",
    retry: { kind: "default" },
  });
}

function unlinked(purpose: Purpose): Problem {
  return new Problem({
    code: "vault.unlinked",
    message: `no KMS key for ${purpose} is known here`,
    hint: "Set the key's id for this function in the stacks, and deploy again.",
  });
}
