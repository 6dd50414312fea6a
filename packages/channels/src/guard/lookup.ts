import dns from "node:dns";

export interface Answer {
  address: string;
  family: 4 | 6;
}

/** Every address of a name; rejects, or resolves to none, when there is none. */
export type Lookup = (hostname: string) => Promise<readonly Answer[]>;

/** As every program on this machine resolves names: hosts file, search domains and mDNS included. */
export const systemLookup: Lookup = async (hostname) => {
  const answers = await dns.promises.lookup(hostname, { all: true });
  return answers.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * Public DNS alone: neither the hosts file nor search domains can turn a name into an inside one, and a slow name
 * server holds no thread of the pool that getaddrinfo, files and crypto share.
 */
export function dnsLookup(): Lookup {
  const resolver = new dns.promises.Resolver({ timeout: 2000, tries: 2 });
  return async (hostname) => {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    if (ipv4.status === "rejected" && ipv6.status === "rejected") throw ipv4.reason;
    return [
      ...(ipv6.status === "fulfilled" ? ipv6.value : []).map((address): Answer => ({ address, family: 6 })),
      ...(ipv4.status === "fulfilled" ? ipv4.value : []).map((address): Answer => ({ address, family: 4 })),
    ];
  };
}
