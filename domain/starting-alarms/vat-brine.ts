import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** What people measure in a vat with a hydrometer. */
export const VAT_BRINE_DRAFTS: readonly Draft[] = [
  {
    id: 'vat-baume-low',
    name: { vi: '°Bé đo tay thấp', en: 'Brine too weak by hydrometer' },
    placeKinds: ['vat'],
    channels: ['baume'],
    measure: { kind: 'value' },
    side: 'low',
    levels: [
      { bound: 24.9, priority: 'high', onDelay: 0 },
      { bound: 23, priority: 'urgent', onDelay: 0 },
    ],
    offDelay: 0,
    cause: { vi: 'Thiếu muối, nước mưa lọt vào.', en: 'Too little salt, or rain has come in.' },
    consequence: { vi: 'Thối mắm.', en: 'The mash rots.' },
    response: {
      vi: 'Thêm muối, náo đảo, đo lại sau một ngày.',
      en: 'Add salt, stir, measure again a day later.',
    },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'giáo trình nghề của Bộ Nông nghiệp: dưới 25 °Bé là thiếu muối; 23 °Bé chưa chắc chắn',
      en: 'training manual of the ministry of agriculture: below 25 °Bé is too little salt; 23 °Bé is unsure',
    },
  },
  {
    id: 'vat-baume-high',
    name: { vi: '°Bé đo tay cao', en: 'Brine too strong by hydrometer' },
    placeKinds: ['vat'],
    channels: ['baume'],
    measure: { kind: 'value' },
    side: 'high',
    levels: [{ bound: 26.1, priority: 'low', onDelay: 0 }],
    offDelay: 0,
    cause: { vi: 'Bay hơi, thừa muối.', en: 'Evaporation, or too much salt.' },
    consequence: { vi: 'Chín chậm, nước mắm chát.', en: 'Slow ripening, harsh sauce.' },
    response: { vi: 'Thêm nước hoặc nước mắm loãng.', en: 'Add water or weak sauce.' },
    timeToRespond: 72 * HOUR,
    source: {
      vi: 'giáo trình nghề của Bộ Nông nghiệp: trên 26 °Bé là thừa muối',
      en: 'training manual of the ministry of agriculture: above 26 °Bé is too much salt',
    },
  },
  {
    id: 'vat-baume-overdue',
    name: { vi: 'Lâu chưa đo °Bé', en: 'No hydrometer reading for long' },
    placeKinds: ['vat'],
    channels: ['baume'],
    measure: { kind: 'absent' },
    side: 'high',
    levels: [
      { bound: (10 * 24 * HOUR) / MINUTE, priority: 'low', onDelay: 0 },
      { bound: (20 * 24 * HOUR) / MINUTE, priority: 'medium', onDelay: 0 },
    ],
    offDelay: 0,
    cause: { vi: 'Quên đo hoặc quên ghi.', en: 'Not measured, or not written down.' },
    consequence: {
      vi: 'Không biết bể nhạt muối; hồ sơ thiếu số liệu.',
      en: 'Nobody knows when it turns weak, and the record has a gap.',
    },
    response: { vi: 'Đo °Bé và ghi lại.', en: 'Measure °Bé and write it down.' },
    timeToRespond: 72 * HOUR,
    source: {
      vi: 'đo tay mỗi ngày đến mỗi tuần (kinh nghiệm); chưa chắc chắn',
      en: 'measured by hand daily to weekly (experience); unsure',
    },
  },
]
