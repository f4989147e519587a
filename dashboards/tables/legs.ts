import { findLimit } from '#domain/starting-limits.ts'

import type { Column, PanelSpec } from '../model.ts'

/** The least that is told, in minutes. */
const ANY = 0.1
const TEMPERATURE_LIMIT = findLimit('vehicle', 'temperature')

const columns: readonly Column[] = [
  {
    selector: { vi: 'kindName.vi', en: 'kindName.en' },
    title: { vi: 'Xe', en: 'Vehicle' },
    type: 'string',
  },
  { selector: 'from', title: { vi: 'Từ', en: 'From' }, type: 'timestamp' },
  { selector: 'until', title: { vi: 'Đến', en: 'Until' }, type: 'timestamp' },
  { selector: 'minutes', title: { vi: 'Bao lâu', en: 'For' }, type: 'number', unit: 'm' },
  {
    selector: 'distanceKilometres',
    title: { vi: 'Quãng đường', en: 'Way' },
    type: 'number',
    unit: 'lengthkm',
  },
  {
    selector: 'temperatureMinCelsius',
    title: { vi: 'Thấp nhất', en: 'Coldest' },
    type: 'number',
    unit: 'celsius',
  },
  {
    selector: 'temperatureMeanCelsius',
    title: { vi: 'Trung bình', en: 'Mean' },
    type: 'number',
    unit: 'celsius',
  },
  {
    selector: 'temperatureMaxCelsius',
    title: { vi: 'Cao nhất', en: 'Warmest' },
    type: 'number',
    unit: 'celsius',
    ...(TEMPERATURE_LIMIT && { bounds: TEMPERATURE_LIMIT }),
  },
  {
    selector: 'outsideMinutes',
    title: { vi: 'Ngoài giới hạn', en: 'Outside limits' },
    type: 'number',
    unit: 'm',
    bounds: { warning: { high: ANY }, critical: {} },
  },
  {
    selector: 'criticalMinutes',
    title: { vi: 'Nguy hiểm', en: 'Critical' },
    type: 'number',
    unit: 'm',
    bounds: { warning: {}, critical: { high: ANY } },
  },
  { selector: 'doorOpeningCount', title: { vi: 'Lần mở cửa', en: 'Door opened' }, type: 'number' },
  {
    selector: 'shockMaxG',
    title: { vi: 'Va đập', en: 'Shock' },
    type: 'number',
    unit: 'accG',
    bounds: { warning: { high: 5 }, critical: {} },
  },
  { selector: 'receivedCount', title: { vi: 'Đã nhận', en: 'Received' }, type: 'number' },
  { selector: 'expectedCount', title: { vi: 'Phải có', en: 'Expected' }, type: 'number' },
]

export const LEGS: PanelSpec = {
  shape: 'table',
  title: { vi: 'Chặng và điểm dừng', en: 'Legs and stops' },
  description: {
    vi: 'Mới nhất đứng đầu; chặng chưa kết thúc thì cột Đến để trống. Ngoài giới hạn: báo người nhận, kiểm hàng. Đứng lâu mà nóng: đỗ chỗ râm, bật máy lạnh. Đã nhận ít hơn phải có, hoặc "Không rõ": mất sóng, số liệu có thể về sau. Quãng đường là đường thẳng giữa các vị trí thiết bị đã thấy.',
    en: 'The newest first; without an end it is still so. Outside its limits: tell the receiver, check the load. Warm while standing: park in the shade, switch cooling on. Fewer received than expected, or "Unknown": no signal, readings may come later. The way is straight between the positions that the tracker saw.',
  },
  size: [24, 10],
  queries: [
    {
      kind: 'registry',
      path: '/api/v1/legs?device=$device&absent=empty&from=${__from:date:iso}&until=${__to:date:iso}&limit=1000',
      columns,
    },
  ],
}
