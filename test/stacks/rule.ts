import { messageOf } from "@showrunner/core/errors.ts";
import { ofType, type Graph, type Resource, type TypeName } from "./graph.ts";

/** What must hold of every stage's graph, and ways to break it that must be seen. */
export interface Rule {
  /** The guarantee. */
  states: string;
  /** What is wrong; nothing when the rule holds. */
  check(graph: Graph): string[];
  breaks: Record<string, (graph: Graph) => void>;
}

/** What is wrong with a graph by a rule; one that the rule cannot even be applied to is wrong. */
export function complaints(rule: Rule, graph: Graph): string[] {
  try {
    return rule.check(graph);
  } catch (error) {
    return [messageOf(error)];
  }
}

/** Says what is wrong when something is not as it should be. */
export const unless = (holds: boolean, complaint: string): string[] => (holds ? [] : [complaint]);

export function is(what: string, found: unknown, wanted: unknown): string[] {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  return unless(one === other, `${what} is ${one}, not ${other}`);
}

/** Changes the resource of that type and name in a graph that is to be broken. */
export function edit(graph: Graph, type: TypeName, name: string, inputs: Record<string, unknown>): void {
  Object.assign(the(graph, type, name).inputs, inputs);
}

export function remove(graph: Graph, type: TypeName, name: string): void {
  const gone = the(graph, type, name);
  graph.resources = graph.resources.filter((one) => one !== gone);
}

/** The one resource of a type whose name begins so. */
export function the(graph: Graph, type: TypeName, name: string): Resource {
  const found = ofType(graph, type).find((one) => one.name.startsWith(name));
  if (found === undefined) throw new Error(`there is no ${type} ${name}`);
  return found;
}
