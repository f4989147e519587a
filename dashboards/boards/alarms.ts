import { PHASE_NAMES } from '#domain/alarm/state.ts'
import { PLACE_KINDS } from '#domain/place.ts'

import type { BoardSpec, PanelSpec, Word } from '../model.ts'
import {
  ALARMS_PER_DAY,
  FIGURES,
  FLOODS,
  PEOPLE,
  PRIORITIES,
  TOP_TEN,
} from '../tables/alarm-kpis.ts'
import { ALARM_LOG, OPEN_ALARMS } from '../tables/alarms.ts'

/** As `/api/v1/alarm-states` numbers them. */
const STATES: readonly Word[] = [
  { value: 0, text: PHASE_NAMES.normal, colour: 'green' },
  { value: 1, text: PHASE_NAMES.clearing, colour: 'yellow' },
  { value: 2, text: PHASE_NAMES['active-acknowledged'], colour: 'orange' },
  { value: 3, text: PHASE_NAMES['cleared-unacknowledged'], colour: 'purple' },
  { value: 4, text: PHASE_NAMES['active-unacknowledged'], colour: 'red' },
]

const TIMELINE: PanelSpec = {
  shape: 'states',
  title: { vi: 'Từng báo động theo thời gian', en: 'Each alarm over time' },
  description: {
    vi: 'Đỏ kéo dài: không ai nhận, xem ai trực. Cam kéo dài: đã nhận mà chưa xong. Đỏ xanh liên tục: giới hạn lặp đi lặp lại. Cái nào luôn bình thường thì không hiện.',
    en: 'Red for long: nobody answers, see who is on duty. Orange for long: answered, not mended. Red and green by turns: it chatters. What was normal throughout is not shown.',
  },
  size: [24, 12],
  unit: 'none',
  words: STATES,
  queries: [
    {
      kind: 'changes',
      path: '/api/v1/alarm-states?place=${place:csv}&from=${__from:date:iso}&until=${__to:date:iso}',
      at: 'at',
      value: 'state',
      label: { vi: 'title.vi', en: 'title.en' },
      mayBeEmpty: true,
    },
  ],
}

export const ALARMS: BoardSpec = {
  id: 'alarms',
  title: { vi: 'Báo động', en: 'Alarms' },
  description: {
    vi: 'Cái gì cần người ngay, ai đã làm gì, và hệ thống báo động có tốt không.',
    en: 'What needs somebody now, who did what, and whether the alarm system is a good one.',
  },
  past: '7d',
  choose: { placeKinds: PLACE_KINDS, several: true, devices: false },
  panels: [
    OPEN_ALARMS,
    TIMELINE,
    FIGURES,
    PRIORITIES,
    PEOPLE,
    TOP_TEN,
    FLOODS,
    ALARMS_PER_DAY,
    ALARM_LOG,
  ],
}
