import type { PanelSpec } from '../model.ts'

export const COVERAGE: PanelSpec = {
  shape: 'table',
  title: { vi: 'Đủ và thiếu số liệu', en: 'Coverage and gaps' },
  description: {
    vi: 'Thiếu nhiều nhất đứng đầu. Dưới 95 %: xem sóng và pin; dưới 80 %: kiểm tra tại chỗ. Số liệu gửi bù làm tỷ lệ tăng lên. Ô trống: chưa biết bao lâu gửi một lần, hãy đặt expectedEvery cho kênh. Khoảng thời gian dài được xem theo giờ hoặc theo ngày (cột Xem theo), chỗ trống ngắn hơn không hiện là chỗ trống dài nhất.',
    en: 'The least covered first. Below 95 %: look at signal and battery; below 80 %: look on site. Readings that are sent later raise the share. Empty: how often the channel reports is not known, set its expectedEvery. A long time is looked at by the hour or the day (column Looked at by), where a shorter hole is not shown as the longest gap.',
  },
  size: [24, 12],
  sortBy: { vi: 'Tỷ lệ', en: 'Share' },
  queries: [
    {
      kind: 'registry',
      path: '/api/v1/coverage?device=${device:csv}&from=${__from:date:iso}&until=${__to:date:iso}&limit=1000',
      columns: [
        { selector: 'device', title: { vi: 'Thiết bị', en: 'Device' }, type: 'string' },
        { selector: 'channel', title: { vi: 'Kênh', en: 'Channel' }, type: 'string' },
        {
          selector: 'sharePercent',
          title: { vi: 'Tỷ lệ', en: 'Share' },
          type: 'number',
          unit: 'percent',
          bounds: { warning: { low: 95 }, critical: { low: 80 } },
        },
        { selector: 'receivedCount', title: { vi: 'Đã nhận', en: 'Received' }, type: 'number' },
        { selector: 'expectedCount', title: { vi: 'Phải có', en: 'Expected' }, type: 'number' },
        {
          selector: 'longestGap.minutes',
          title: { vi: 'Chỗ trống dài nhất', en: 'Longest gap' },
          type: 'number',
          unit: 'm',
        },
        {
          selector: 'longestGap.from',
          title: { vi: 'Trống từ', en: 'Gap from' },
          type: 'timestamp',
        },
        {
          selector: 'longestGap.until',
          title: { vi: 'Trống đến', en: 'Gap until' },
          type: 'timestamp',
        },
        { selector: 'expectedEvery', title: { vi: 'Gửi mỗi', en: 'Every' }, type: 'string' },
        { selector: 'grain', title: { vi: 'Xem theo', en: 'Looked at by' }, type: 'string' },
      ],
    },
  ],
}
