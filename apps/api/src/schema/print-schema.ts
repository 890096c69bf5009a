import { printSchema } from './schema-text';

process.stdout.write(await printSchema());
