import { DAY, HOUR, MINUTE } from '../time.ts'
import type { Rationalisations } from './rationalisation.ts'

/** Fermentation. */
export const VAT_RATIONALISATIONS: Rationalisations = {
  'vat-temperature-high': {
    name: { vi: 'Bể chượp quá nóng', en: 'Vat too hot' },
    cause: {
      vi: 'Bơm tấm thu nhiệt chạy mãi, nắng gắt không che.',
      en: 'The collector pump never stops, or strong sun without shade.',
    },
    consequence: {
      vi: 'Cháy mắm: nước mắm đắng, sẫm màu; men ngừng.',
      en: 'Burnt sauce: bitter and dark; enzymes stop.',
    },
    response: {
      vi: 'Tắt bơm tấm thu nhiệt, che nắng bể.',
      en: 'Stop the collector pump, shade the vat.',
    },
    priorities: ['medium', 'high'],
    onDelays: [30 * MINUTE, 30 * MINUTE],
    deadband: 1,
    offDelay: 30 * MINUTE,
    timeToRespond: 2 * HOUR,
  },
  'vat-temperature-low': {
    name: { vi: 'Bể chượp lạnh', en: 'Vat cold' },
    cause: {
      vi: 'Rét, tấm thu nhiệt không chạy.',
      en: 'Cold weather, the collector does not run.',
    },
    consequence: { vi: 'Chượp chín chậm.', en: 'Ripening slows.' },
    response: {
      vi: 'Đậy nắp, chạy tấm thu nhiệt khi có nắng; lùi ngày rút dự kiến.',
      en: 'Cover it, run the collector when the sun shines; expect a later draw.',
    },
    priorities: ['low', 'low'],
    onDelays: [DAY, DAY],
    deadband: 1,
    offDelay: 6 * HOUR,
    timeToRespond: 3 * DAY,
  },
  'vat-brine-density-low': {
    name: { vi: 'Nước bổi nhạt muối', en: 'Brine too weak' },
    cause: { vi: 'Thiếu muối, nước mưa lọt vào.', en: 'Too little salt, or rain has come in.' },
    consequence: { vi: 'Thối mắm.', en: 'The mash rots.' },
    response: {
      vi: 'Đo lại bằng Baumé kế, thêm muối; xem nắp có dột không.',
      en: 'Check with a hydrometer, add salt; see whether the lid leaks.',
    },
    priorities: ['high', 'urgent'],
    onDelays: [HOUR, HOUR],
    deadband: 0.002,
    offDelay: HOUR,
    timeToRespond: DAY,
  },
  'vat-brine-density-high': {
    name: { vi: 'Nước bổi mặn quá', en: 'Brine too strong' },
    cause: { vi: 'Bay hơi, thừa muối.', en: 'Evaporation, or too much salt.' },
    consequence: { vi: 'Chín chậm, nước mắm chát.', en: 'Slow ripening, harsh sauce.' },
    response: { vi: 'Thêm nước hoặc nước mắm loãng.', en: 'Add water or weak sauce.' },
    priorities: ['low', 'low'],
    onDelays: [6 * HOUR, 6 * HOUR],
    deadband: 0.002,
    offDelay: HOUR,
    timeToRespond: 3 * DAY,
  },
}
