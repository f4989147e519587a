import { PLACE_KINDS } from '#domain/place.ts'

import type { BoardSpec } from '../model.ts'
import { counts, lasts, means } from '../panel-specs.ts'
import { COVERAGE } from '../tables/coverage.ts'

export const DEVICES: BoardSpec = {
  id: 'devices',
  title: { vi: 'Thiết bị', en: 'Devices' },
  description: {
    vi: 'Thiết bị nào còn gửi, pin còn bao nhiêu, số liệu thiếu ở đâu.',
    en: 'Which devices report, how much battery is left, where readings are missing.',
  },
  past: '24h',
  choose: { placeKinds: PLACE_KINDS, several: true },
  panels: [
    {
      shape: 'table',
      title: { vi: 'Kết nối', en: 'Presence' },
      description: {
        vi: 'Mất kết nối quá một giờ: kiểm tra nguồn, Wi-Fi rồi SIM tại chỗ.',
        en: 'Offline for more than an hour: check power, Wi-Fi, then the SIM on site.',
      },
      size: [12, 12],
      queries: [
        {
          kind: 'registry',
          path: '/api/v1/devices?place=${place:csv}&limit=1000',
          columns: [
            { selector: 'name', title: { vi: 'Tên', en: 'Name' }, type: 'string' },
            { selector: 'id', title: { vi: 'Mã', en: 'Id' }, type: 'string' },
            { selector: 'presence', title: { vi: 'Kết nối', en: 'Presence' }, type: 'string' },
            { selector: 'presenceAt', title: { vi: 'Từ lúc', en: 'Since' }, type: 'timestamp' },
            { selector: 'model', title: { vi: 'Loại', en: 'Model' }, type: 'string' },
          ],
        },
      ],
    },
    {
      shape: 'table',
      title: { vi: 'Số liệu không dùng được', en: 'Rejections' },
      description: {
        vi: 'Vì sao số liệu bị từ chối: sửa thiết bị theo cột lý do.',
        en: 'Why readings were rejected: mend the device as the reason says.',
      },
      size: [12, 12],
      queries: [
        {
          kind: 'registry',
          path: '/api/v1/rejections?device=${device:csv}&limit=100',
          mayBeEmpty: true,
          columns: [
            { selector: 'lastAt', title: { vi: 'Lần cuối', en: 'Last' }, type: 'timestamp' },
            { selector: 'device', title: { vi: 'Thiết bị', en: 'Device' }, type: 'string' },
            { selector: 'channel', title: { vi: 'Kênh', en: 'Channel' }, type: 'string' },
            { selector: 'count', title: { vi: 'Số lần', en: 'Count' }, type: 'number' },
            {
              selector: { vi: 'text.vi', en: 'text.en' },
              title: { vi: 'Lý do', en: 'Reason' },
              type: 'string',
            },
            { selector: 'detail', title: { vi: 'Chi tiết', en: 'Detail' }, type: 'string' },
          ],
        },
      ],
    },
    lasts(['battery'], {
      title: { vi: 'Pin', en: 'Battery' },
      description: {
        vi: 'Chỉ thiết bị chạy pin có dòng ở đây.',
        en: 'Only battery-powered devices have a line here.',
      },
      placeKind: 'yard',
      size: [12, 9],
    }),
    means(['rssi'], {
      title: { vi: 'Cường độ tín hiệu', en: 'Signal' },
      description: {
        vi: 'Dưới −110 dBm là sắp mất: nâng ăng-ten, phát quang, hoặc thêm trạm thu.',
        en: 'Below −110 dBm it is nearly lost: raise the antenna, clear the path, or add a gateway.',
      },
      size: [12, 9],
    }),
    means(['repeats'], {
      title: { vi: 'Tin gửi lặp', en: 'Messages that came again' },
      description: {
        vi: 'Chỉ thiết bị từng gửi lặp có đường ở đây. Lặp nhiều là mạng chập chờn: xem sóng và ăng-ten.',
        en: 'Only devices that ever repeated themselves have a line. Many repeats are an unsteady link: check radio and aerial.',
      },
      size: [12, 9],
    }),
    counts(['temperature', 'temperature/top', 'temperature/air', 'soil-moisture/15cm'], {
      title: { vi: 'Số liệu nhận được', en: 'Readings received' },
      description: {
        vi: 'Chỗ trống là thiếu số liệu: thiết bị gửi bù khi có mạng lại; không bù thì kiểm tra tại chỗ.',
        en: 'A gap is missing readings: devices send them later; if not, look on site.',
      },
      unit: 'short',
      size: [12, 9],
    }),
    COVERAGE,
  ],
}
