/** Components of the OpenAPI document are made from the GraphQL types, so one definition serves both. */
export function schemaOf(type: string): { $ref: string } {
  return { $ref: `#/components/schemas/${type}` };
}

export function arrayOf(type: string): { type: 'array'; items: { $ref: string } } {
  return { type: 'array', items: schemaOf(type) };
}
