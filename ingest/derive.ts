import { deriveValue, findDerivations, type Derivation } from '#domain/derived.ts'
import { deriveQuality } from '#domain/quality.ts'

import type { Batch, Value } from './batch.ts'

/**
 * Adds what follows from several values of one device at one instant. Only values of one message that stand beside one another
 * are taken together; what came before is not remembered. So the same message gives the same values, however often it comes and in
 * which batch, and all that follows treats them as any others: a repetition is dropped, what is late is filed where it belongs.
 */
export function derive({ values, derived }: Batch): void {
  let moment: Value[] = []
  for (const value of values) {
    if (!isOfMoment(moment[0], value)) {
      addDerived(moment, derived)
      moment = []
    }
    moment.push(value)
  }
  addDerived(moment, derived)
}

function isOfMoment(first: Value | undefined, value: Value): boolean {
  return first?.entry === value.entry && first.measuredAt === value.measuredAt
}

function addDerived(moment: readonly Value[], derived: Value[]): void {
  if (!moment.some(({ channel }) => findDerivations(channel).length > 0)) return
  const known = new Map<string, Value>()
  for (const value of moment) known.set(value.channel, value)
  for (const { channel } of moment) {
    for (const derivation of findDerivations(channel)) {
      const value = toValue(derivation, known)
      if (value === undefined) continue
      known.set(value.channel, value)
      derived.push(value)
    }
  }
}

/** What the device says itself stays. */
function toValue(derivation: Derivation, known: ReadonlyMap<string, Value>): Value | undefined {
  const { channel, quantity, inputs } = derivation
  const [first, second] = [known.get(inputs[0]), known.get(inputs[1])]
  if (first === undefined || second === undefined || known.has(channel)) return undefined
  const value = deriveValue(derivation, first.value, second.value)
  if (value === undefined) return undefined
  const { entry, measuredAt } = first
  const quality = deriveQuality(first.quality, second.quality)
  return { entry, channel, quantity, value, measuredAt, quality }
}
