import { DAY, HOUR, MINUTE } from '../time.ts'
import type { Rationalisations } from './rationalisation.ts'

/** Oranges and guavas. */
export const ORCHARD_RATIONALISATIONS: Rationalisations = {
  'orchard-soil-moisture-low': {
    name: { vi: 'Đất khô', en: 'Soil too dry' },
    cause: {
      vi: 'Nắng hạn, gió Lào, hệ tưới hỏng.',
      en: 'Drought, the dry wind from Laos, failed irrigation.',
    },
    consequence: {
      vi: 'Rụng quả, nứt quả khi mưa lại.',
      en: 'Fruit drops, and splits when rain returns.',
    },
    response: { vi: 'Tưới; kiểm tra đường ống.', en: 'Irrigate; check the pipes.' },
    priorities: ['medium', 'high'],
    onDelays: [3 * HOUR, 3 * HOUR],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: DAY,
  },
  'orchard-soil-moisture-high': {
    name: { vi: 'Đất úng', en: 'Soil waterlogged' },
    cause: { vi: 'Mưa lớn, rãnh tắc.', en: 'Heavy rain, blocked drains.' },
    consequence: { vi: 'Thối rễ.', en: 'Root rot.' },
    response: { vi: 'Khơi rãnh thoát nước.', en: 'Open the drains.' },
    priorities: ['medium', 'high'],
    onDelays: [DAY, 6 * HOUR],
    deadband: 1,
    offDelay: 3 * HOUR,
    timeToRespond: DAY,
  },
  'orchard-temperature-high': {
    name: { vi: 'Vườn nóng', en: 'Orchard too hot' },
    cause: { vi: 'Gió Lào.', en: 'The foehn wind from Laos.' },
    consequence: { vi: 'Rám quả, rụng quả non.', en: 'Sunburn, young fruit drops.' },
    response: { vi: 'Tưới sớm, che cây con.', en: 'Irrigate early, shade young trees.' },
    priorities: ['low', 'medium'],
    onDelays: [HOUR, 30 * MINUTE],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: 6 * HOUR,
  },
  'orchard-temperature-low': {
    name: { vi: 'Vườn rét', en: 'Orchard cold' },
    cause: { vi: 'Gió mùa đông bắc, sương muối.', en: 'The northeast monsoon, frost.' },
    consequence: {
      vi: 'Cây ngừng sinh trưởng, cháy lá non.',
      en: 'Trees stop growing, young leaves burn.',
    },
    response: { vi: 'Tủ gốc, hoãn bón phân.', en: 'Mulch, hold back fertilizer.' },
    priorities: ['low', 'high'],
    onDelays: [3 * HOUR, HOUR],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: 12 * HOUR,
  },
  'orchard-vapour-pressure-deficit-high': {
    name: { vi: 'Không khí vườn quá khô', en: 'Orchard air too dry' },
    cause: { vi: 'Gió Lào, trời nắng gắt.', en: 'The dry wind from Laos, strong sun.' },
    consequence: {
      vi: 'Lá khép khí khổng, quả chậm lớn, rụng quả non.',
      en: 'Leaves close, fruit stops growing, young fruit drops.',
    },
    response: {
      vi: 'Đất khô thì tưới sáng sớm hoặc chiều tối; hoãn phun thuốc, tỉa và trồng.',
      en: 'Irrigate early or late where the soil is dry; put off spraying, pruning and planting.',
    },
    priorities: ['low', 'medium'],
    onDelays: [3 * HOUR, HOUR],
    deadband: 0.3,
    offDelay: HOUR,
    timeToRespond: 12 * HOUR,
  },
}
