import type { BatchReport, Finding, LabResult } from '../shape.ts'
import { holds, lacks } from './finding.ts'

type Facts = Pick<BatchReport, 'batch' | 'laboratory'>

export function findLaboratory({ batch, laboratory }: Facts): Finding[] {
  const own = laboratory.filter(({ item }) => item === batch.id)
  const findings = laboratory.flatMap(findFlaws)
  if (own.length === 0) {
    const others = laboratory.length
    findings.push(
      lacks('lab-missing', {
        vi: `Chưa có kết quả kiểm nghiệm của chính lô này${others > 0 ? ` (có ${others} của các lô trước nó)` : ''}.`,
        en: `There is no laboratory result of this batch itself${others > 0 ? ` (there are ${others} of batches before it)` : ''}.`,
      }),
    )
  }
  const good = own.filter(({ isConformant }) => isConformant === true)
  if (good.length > 0 && good.length === own.length) {
    findings.push(
      holds('lab', {
        vi: `Phòng kiểm nghiệm kết luận lô này đạt (${good.length} kết quả).`,
        en: `The laboratory found this batch conformant (results: ${good.length}).`,
      }),
    )
  }
  return findings
}

function findFlaws({ item, isConformant, attachments, laboratory, sample }: LabResult): Finding[] {
  const of = {
    vi: `Kết quả ${sample} (${laboratory}, lô ${item})`,
    en: `Result ${sample} (${laboratory}, batch ${item})`,
  }
  const verdict =
    isConformant === true
      ? []
      : isConformant === false
        ? [
            lacks(
              'lab-non-conformant',
              { vi: `${of.vi}: không đạt.`, en: `${of.en}: not conformant.` },
              item,
            ),
          ]
        : [
            lacks(
              'lab-no-verdict',
              {
                vi: `${of.vi}: không ghi đạt hay không.`,
                en: `${of.en}: does not say whether it conforms.`,
              },
              item,
            ),
          ]
  if (attachments.length > 0) return verdict
  const text = {
    vi: `${of.vi}: không đính kèm phiếu kết quả.`,
    en: `${of.en}: the report is not attached.`,
  }
  return [...verdict, lacks('lab-no-report', text, item)]
}
