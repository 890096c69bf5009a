/** Where the REST interface begins. */
export const REST = 'api/v1';
