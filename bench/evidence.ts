import { measureBundle } from './evidence-bundle.ts'
import { compareRates, measureSeal } from './evidence-gateway.ts'

/** What proof costs the gateway, and a bundle of a vat's whole life. */
export async function benchEvidence(): Promise<void> {
  await measureSeal()
  await compareRates()
  await measureBundle()
}

if (import.meta.main) await benchEvidence()
