/** Loads what the services load, so that Node keeps it compiled in `NODE_COMPILE_CACHE`; opens nothing. */
await Promise.all([
  import('#gateway/main.ts'),
  import('#ingest/main.ts'),
  import('#api/main.ts'),
  import('#simulators/main.ts'),
])
