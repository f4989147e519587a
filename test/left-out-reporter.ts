import type { Reporter, TestModule, Vitest } from 'vitest/node'

/** At the end of a run, by name and count: what this machine could not run. */
export class LeftOutReporter implements Reporter {
  #isWhole = true

  /** Who asks for some tests by name knows what the others are. */
  onInit({ config }: Vitest): void {
    this.#isWhole = config.testNamePattern === undefined
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!this.#isWhole) return
    const counts = new Map<string, number>()
    for (const module of modules) {
      for (const { fullName } of module.children.allTests('skipped')) {
        // Of what a group names as left out, the group is enough.
        const [name = fullName] = /^.*?\(left out: .*?\)/.exec(fullName) ?? []
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    }
    if (counts.size === 0) return
    const lines = [...counts].map(([name, count]) => `  ${count} × ${name}\n`)
    process.stdout.write(`\nLeft out on this machine:\n${lines.join('')}`)
  }
}
