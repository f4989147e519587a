import { z } from 'zod'

import { toBase } from '#domain/trace/amount.ts'

import { itemsOf, type Draft, type Finding } from '../check.ts'
import { sumOf } from './balance.ts'

/** Of what went in: Kjeldahl and litres are together not better than that. */
const TOLERANCE = 0.05

const said = z.object({
  totalNitrogenGramsPerLitre: z.number().optional(),
  inputNitrogenGramsPerLitre: z.record(z.string(), z.number()).optional(),
})

/** Σ volume × total nitrogen of a blend is that of what went into it, where all of it is known. */
export function nitrogenBalance(draft: Draft): Finding[] {
  const { totalNitrogenGramsPerLitre: made, inputNitrogenGramsPerLitre: of = {} } = said.parse(
    draft.operation.details,
  )
  if (made === undefined) return []
  let into = 0
  for (const { item, amount } of itemsOf(draft, 'input')) {
    const nitrogen = of[item]
    if (nitrogen === undefined || amount === null) return []
    into += nitrogen * toBase(amount).value
  }
  const out = made * sumOf(itemsOf(draft, 'output'), 'L')
  if (Math.abs(out - into) <= TOLERANCE * into) return []
  return [refuseNitrogen(out, into)]
}

function refuseNitrogen(out: number, into: number): Finding {
  const [made, given] = [Math.round(out), Math.round(into)]
  return {
    check: 'nitrogen-balance',
    canOverride: true,
    text: {
      vi: `Đạm không khớp: đưa vào ${given} g, lấy ra ${made} g; hãy xem lại độ đạm và số lít, hoặc ghi lý do.`,
      en: `The nitrogen does not balance: ${given} g went in, ${made} g come out; look at g/L and litres again, or say why.`,
    },
  }
}
