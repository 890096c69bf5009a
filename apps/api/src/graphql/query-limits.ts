import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** Well above what the dashboard asks, well below what would keep one process busy. */
export const QUERY_LIMITS = { depth: 10, fields: 500, rootFields: 30, tokens: 5000 } as const;

interface Size {
  readonly depth: number;
  readonly fields: number;
}

/** Refuses an operation that is too deep or too wide, fragments counted each time they are spread. */
export const withinLimits: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(operation) {
    const problem = tooLarge(operation, fragmentsOf(context));
    if (problem) context.reportError(new GraphQLError(problem, { nodes: operation, extensions: { code: 'QUERY_TOO_LARGE' } }));
  },
});

function tooLarge(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string | null {
  const roots = operation.selectionSet.selections.length;
  if (roots > QUERY_LIMITS.rootFields) return `The operation asks ${roots} things at once; at most ${QUERY_LIMITS.rootFields} are allowed.`;
  const { depth, fields } = measure(operation.selectionSet, fragments, new Set());
  if (depth > QUERY_LIMITS.depth) return `The operation is ${depth} levels deep; at most ${QUERY_LIMITS.depth} are allowed.`;
  if (fields > QUERY_LIMITS.fields) return `The operation asks more than ${QUERY_LIMITS.fields} fields.`;
  return null;
}

function measure(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, inside: ReadonlySet<string>): Size {
  let depth = 0;
  let fields = 0;
  const add = (size: Size, level: number): void => {
    depth = Math.max(depth, size.depth + level);
    fields += size.fields;
  };
  for (const selection of set.selections) {
    // Enough is known; going on would itself be the work that the limit saves.
    if (fields > QUERY_LIMITS.fields) break;
    if (selection.kind === Kind.FIELD) {
      fields += 1;
      depth = Math.max(depth, 1);
      // Introspection is deep by nature and bounded by the schema's size.
      if (selection.selectionSet && !selection.name.value.startsWith('__')) add(measure(selection.selectionSet, fragments, inside), 1);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      add(measure(selection.selectionSet, fragments, inside), 0);
    } else {
      const name = selection.name.value;
      const fragment = fragments.get(name);
      // A fragment that spreads itself is refused by a rule of the specification.
      if (fragment && !inside.has(name)) add(measure(fragment.selectionSet, fragments, new Set([...inside, name])), 0);
    }
  }
  return { depth, fields };
}

function fragmentsOf(context: ValidationContext): ReadonlyMap<string, FragmentDefinitionNode> {
  const definitions = context.getDocument().definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(definitions.map((definition) => [definition.name.value, definition]));
}
