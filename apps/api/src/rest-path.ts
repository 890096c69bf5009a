/** Where the REST interface begins. */
export const REST = 'api/v1';

/** Where webhooks are, below which the token is. */
export const HOOKS = `${REST}/hooks`;
