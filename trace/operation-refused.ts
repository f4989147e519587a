import { NguonError } from '#domain/error.ts'
import type { Operation } from '#domain/trace/operation.ts'

import type { Finding } from './check.ts'

/** An operation that cannot have been so, with everything that is wrong with it. */
export class OperationRefused extends NguonError {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super('OPERATION_REFUSED', findings.map(({ text }) => text.en).join(' '))
    this.findings = findings
  }
}

/** Throws what nobody has overridden. */
export function refuseIfAny(findings: readonly Finding[], overrides: Operation['overrides']): void {
  const standing = findings.filter(
    ({ check, canOverride }) => !(canOverride && Object.hasOwn(overrides, check)),
  )
  if (standing.length > 0) throw new OperationRefused(standing)
}
