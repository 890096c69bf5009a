/**
 * A server for one machine and a few dozen connections. It stays small (the whole house idles below 600 MB), and it never
 * trades a commit for speed: fsync, full page writes and synchronous commit stay on.
 */
export const SERVER_OPTIONS: readonly string[] = [
  'listen_addresses=127.0.0.1',
  // A socket file would need a folder that both users can reach.
  'unix_socket_directories=',
  // An account takes about twelve, the api four; a slot that nobody uses costs a few kB.
  'max_connections=300',
  'shared_buffers=24MB',
  'work_mem=2MB',
  'maintenance_work_mem=16MB',
  'temp_buffers=1MB',
  'huge_pages=off',
  'jit=off',
  'io_method=sync',
  'max_worker_processes=2',
  'max_parallel_workers=0',
  'max_parallel_workers_per_gather=0',
  'max_logical_replication_workers=0',
  'autovacuum_worker_slots=1',
  'autovacuum_max_workers=1',
  'autovacuum_naptime=30s',
  'wal_level=minimal',
  'max_wal_senders=0',
  'wal_buffers=1MB',
  'min_wal_size=32MB',
  'max_wal_size=256MB',
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'password_encryption=scram-sha-256',
  'log_min_messages=warning',
  'log_checkpoints=off',
  'log_line_prefix=%m [%p] ',
  'timezone=UTC',
];
