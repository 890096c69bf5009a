import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { INTERNAL_NAMES, SETTING_ROWS } from '../../libs/platform/src/index';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const ROOT = join(import.meta.dirname, '../..');
const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'plimsoll');

describe('docker-compose.yml', () => {
  it('fits the schema of the Compose Specification', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'tests/fixtures/compose/compose-spec.json'), 'utf8')) as object;
    // Formats of durations are not part of the validator, and the schema names its dialect in a form it does not know.
    const { $schema: _dialect, ...plain } = schema as { $schema: string };
    const validate = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true }).compile(plain);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has a service for each process and each store', () => {
    expect(services.map(([name]) => name).toSorted()).toEqual([
      'accounts',
      'api',
      'migrate',
      'postgres',
      'research',
      'simulator',
      'valkey',
    ]);
  });

  it.each(ours)('starts %s from a script that is built from our sources', (_, { command }) => {
    const [script = ''] = command ?? [];
    const source = script.replace(/^dist\/(.*)\.js$/, '$1.ts');
    expect(existsSync(join(ROOT, source))).toBe(true);
  });

  it.each(ours)('gives %s only variables that exist', (_, { environment }) => {
    const known = new Set<string>([...SETTING_ROWS.map(({ name }) => name), ...INTERNAL_NAMES]);
    expect(Object.keys(environment ?? {}).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(services.filter(([name]) => name !== 'migrate'))('watches the health of %s', (_, { healthcheck }) => {
    expect(healthcheck).toBeDefined();
  });

  it('waits for health before it starts what needs it', () => {
    for (const [, { depends_on }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on ?? {})) {
        expect(condition).toBe(needed === 'migrate' ? 'service_completed_successfully' : 'service_healthy');
        expect(compose.services[needed]).toBeDefined();
      }
    }
  });

  it('refuses eviction in the queue', () => {
    expect(compose.services['valkey']?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('names every volume it uses', () => {
    const used = services.flatMap(([, { volumes }]) => (volumes ?? []).map((volume) => volume.split(':')[0]!));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('publishes ports to this machine only', () => {
    const published = services.flatMap(([, service]) => (service as { ports?: string[] }).ports ?? []);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});
