import { failure, type Reply } from './envelope';

export const RET = {
  parameter: (what: string): Reply => failure(10001, what),
  timestamp: (server: number, sent: string, window: string): Reply =>
    failure(
      10002,
      `invalid request, please check your server timestamp or recv_window param. req_timestamp[${sent}],server_timestamp[${server}],recv_window[${window}]`,
    ),
  key: (): Reply => failure(10003, 'API key is invalid.'),
  sign: (signed: string): Reply => failure(10004, `error sign! origin_string[${signed}]`),
  permission: (): Reply => failure(10005, 'Permission denied, please check your API key permissions.'),
  rate: (): Reply => failure(10006, 'Too many visits. Exceeded the API Rate Limit.'),
  address: (): Reply => failure(10010, "Unmatched IP, please check your API key's bound IP addresses."),
  server: (): Reply => failure(10016, 'Server error.'),
  route: (): Reply => failure(10017, 'Route not found.'),
  banned: (): Reply => failure(10027, 'Transactions are banned.'),
  expired: (): Reply => failure(33004, 'Your api key has expired.'),
} as const;
