/** What the SDK signs with where nobody looks at the signature. */
export const madeUpCredentials = { accessKeyId: "made-up", secretAccessKey: "made-up" };
export const madeUpRegion = "us-east-1";
