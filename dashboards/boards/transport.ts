import type { BoardSpec } from '../model.ts'
import { means, peaks, states } from '../panel-specs.ts'
import { LEGS } from '../tables/legs.ts'
import { createLimitsTable } from '../tables/limits.ts'

export const TRANSPORT: BoardSpec = {
  id: 'transport',
  title: { vi: 'Vận chuyển', en: 'Transport' },
  description: {
    vi: 'Xe đã đi đâu và hàng đã ở điều kiện nào.',
    en: 'Where a vehicle went, and what the goods went through.',
  },
  past: '24h',
  choose: { placeKinds: ['vehicle'], several: false },
  panels: [
    {
      shape: 'map',
      title: { vi: 'Đường đi', en: 'Route' },
      description: {
        vi: 'Đường đứt đoạn: mất sóng, số liệu về sau. Bản đồ nền cần Internet.',
        en: 'A broken line: no signal, readings come later. The base map needs the Internet.',
      },
      size: [12, 16],
      queries: [
        { kind: 'series', channels: ['latitude'], summary: 'last', legend: 'channel' },
        { kind: 'series', channels: ['longitude'], summary: 'last', legend: 'channel' },
      ],
    },
    means(['temperature'], {
      title: { vi: 'Nhiệt độ thùng xe', en: 'Temperature of the load' },
      description: {
        vi: 'Ghi lại thời gian vượt giới hạn cho người nhận hàng.',
        en: 'Tell the receiver for how long it was outside.',
      },
      placeKind: 'vehicle',
    }),
    means(['speed'], {
      title: { vi: 'Tốc độ', en: 'Speed' },
      description: {
        vi: 'Đứng lâu ngoài nắng: xem nhiệt độ cùng lúc.',
        en: 'A long stop in the sun: look at the temperature of that time.',
      },
    }),
    peaks(['shock'], {
      title: { vi: 'Va đập mạnh nhất', en: 'Strongest shock' },
      description: {
        vi: 'Trên 5 g: kiểm tra chai vỡ, quả dập khi giao.',
        en: 'Above 5 g: look for broken bottles and bruised fruit at delivery.',
      },
    }),
    states(['door'], {
      title: { vi: 'Cửa thùng xe', en: 'Door' },
      description: {
        vi: 'Mở khi xe đang chạy: khoá lại, kiểm hàng.',
        en: 'Open while moving: lock it, check the load.',
      },
      size: [6, 8],
    }),
    states(['motion'], {
      title: { vi: 'Xe chạy', en: 'Moving' },
      description: {
        vi: 'Xe báo chạy mà không đổi vị trí: thiết bị mất GNSS.',
        en: 'Moving without a change of position: the tracker has lost GNSS.',
      },
      size: [6, 8],
    }),
    LEGS,
    createLimitsTable(['vehicle']),
  ],
}
