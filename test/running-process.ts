import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'

import { vi } from 'vitest'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process with what it has said so far, killed at the end when it still runs. */
export class RunningProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<unknown[]>
  stdout = ''
  stderr = ''

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    child.stdout.on('data', (chunk) => (this.stdout += chunk))
    child.stderr.on('data', (chunk) => (this.stderr += chunk))
    // 'close' comes when the output, its children's too, is whole.
    this.#ended = once(child, 'close')
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async ended(): Promise<Ended> {
    await this.#ended
    const { exitCode: code, signalCode: signal } = this.#child
    return { code, signal, stdout: this.stdout, stderr: this.stderr }
  }

  /** Until the standard output holds the text. */
  async untilSays(text: string): Promise<void> {
    const says = () => {
      if (this.stdout.includes(text)) return
      throw new Error(`no '${text}' in:\n${this.stdout}\n${this.stderr}`)
    }
    await vi.waitFor(says, { timeout: 60_000, interval: 20 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.runs) this.kill('SIGKILL')
    await this.#ended
  }
}
