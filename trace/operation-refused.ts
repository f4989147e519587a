import { NguonError } from '#domain/error.ts'

import type { Finding } from './check.ts'

/** An operation that cannot have been so, with everything that is wrong with it. */
export class OperationRefused extends NguonError {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super('OPERATION_REFUSED', findings.map(({ text }) => text.en).join(' '))
    this.findings = findings
  }
}
