import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** What harms oranges and guavas besides heat, cold, drought and wet, which the starting limits tell of. */
export const ORCHARD_DRAFTS: readonly Draft[] = [
  {
    id: 'orchard-wet-leaves-long',
    name: { vi: 'Lá ướt lâu, nguy cơ bệnh', en: 'Leaves wet for long, risk of disease' },
    placeKinds: ['orchard-block'],
    channels: ['leaf-wetness'],
    measure: { kind: 'minutes-beyond', threshold: 80, over: 48 * HOUR, holdMax: HOUR },
    while: [
      {
        channels: ['temperature'],
        within: 'place',
        measure: { kind: 'average', over: 48 * HOUR, holdMax: HOUR },
        side: 'high',
        bound: 20,
        holdMax: 2 * HOUR,
      },
    ],
    side: 'high',
    levels: [{ bound: (36 * HOUR) / MINUTE, priority: 'low', onDelay: 2 * HOUR }],
    deadband: (12 * HOUR) / MINUTE,
    offDelay: 12 * HOUR,
    cause: { vi: 'Mưa kéo dài, tán rậm, ít gió.', en: 'Long rain, dense crowns, little wind.' },
    consequence: {
      vi: 'Ghẻ, đốm đen ở cam; thán thư ở ổi.',
      en: 'Scab and melanose on oranges; anthracnose on guavas.',
    },
    response: {
      vi: 'Thăm vườn, tỉa thoáng, chỉ phun thuốc trong danh mục và ghi thời gian cách ly.',
      en: 'Visit the block, thin the crowns; spray only what is permitted and note the waiting time.',
    },
    timeToRespond: 48 * HOUR,
    source: {
      vi: 'lá ướt 12–24 giờ ở 20–28 °C thì bệnh nặng (Agostini 2003); 36 trong 48 giờ chưa chắc chắn cho vườn này',
      en: '12–24 h of wetness at 20–28 °C make severe disease (Agostini 2003); 36 in 48 h is unsure for these orchards',
    },
  },
  {
    id: 'orchard-gusts-high',
    name: { vi: 'Gió giật mạnh ở vườn', en: 'Strong gusts in the orchard' },
    placeKinds: ['orchard-block', 'yard'],
    channels: ['wind-gust'],
    measure: { kind: 'value' },
    side: 'high',
    levels: [
      { bound: 17, priority: 'medium', onDelay: 20 * MINUTE },
      { bound: 25, priority: 'high', onDelay: 20 * MINUTE },
    ],
    deadband: 2,
    offDelay: 3 * HOUR,
    cause: { vi: 'Bão, giông.', en: 'A typhoon or thunderstorm.' },
    consequence: {
      vi: 'Rụng quả, gãy cành; nắp bể bật.',
      en: 'Fruit drops, branches break; lids fly open.',
    },
    response: {
      vi: 'Chằng chống, hái quả chín khi còn an toàn; không ra vườn khi gió lớn.',
      en: 'Prop up and tie down, pick what is ripe while it is safe; stay out of the orchard in the storm.',
    },
    timeToRespond: HOUR,
    source: {
      vi: 'thang Beaufort: cấp 8 từ 17 m/s, cấp 10 từ 25 m/s',
      en: 'Beaufort scale: force 8 from 17 m/s, force 10 from 25 m/s',
    },
  },
]
