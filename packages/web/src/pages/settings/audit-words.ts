interface By {
  kind: "session" | "key" | "operator" | "cli" | "link";
  name: string;
}

const kinds: Record<By["kind"], (name: string) => string> = {
  session: (name) => (name === "" ? "In a browser" : name),
  key: (name) => `With the API key ${name}`,
  operator: () => "By whoever runs this place",
  cli: () => "On the command line of this place",
  link: () => "By a link in a message",
};

/** By whom something was done, as its person would say. */
export const byWords = ({ kind, name }: By): string => kinds[kind](name);
