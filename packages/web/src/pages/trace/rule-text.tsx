import type { ReactElement } from "react";
import { yamlOf } from "../../rules/yaml-text.ts";
import { CodeText } from "./fold.tsx";

/** A rule as text; it comes with what writes YAML, when somebody wants to see it. */
export const RuleText = ({ source }: { source: unknown }): ReactElement => (
  <CodeText text={yamlOf(source).trimEnd()} label="The rule as it was" />
);
