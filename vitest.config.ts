import { defineConfig } from 'vitest/config'

import { LeftOutReporter } from './test/left-out-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Real servers and real processes: a file has its own, so files do not share state.
    isolate: true,
    pool: 'forks',
  },
})
