import type { BoardSpec } from '../model.ts'

export const OVERVIEW: BoardSpec = {
  id: 'overview',
  title: { vi: 'Tổng quan các cơ sở', en: 'Overview of sites' },
  description: {
    vi: 'Mỗi nơi hiện thế nào, nơi xấu nhất đứng đầu.',
    en: 'How every place is now, the worst first.',
  },
  past: '24h',
  panels: [
    {
      shape: 'table',
      title: { vi: 'Tình trạng từng nơi', en: 'State of every place' },
      description: {
        vi: 'Bắt đầu từ dòng đầu tiên: làm theo cột "Việc cần làm". Mất tín hiệu: xem bảng Thiết bị.',
        en: 'Begin with the first row: do what "What to do" says. Silent: see the dashboard Devices.',
      },
      size: [24, 20],
      drillDown: { board: 'devices', deviceColumn: { vi: 'Thiết bị', en: 'Device' } },
      queries: [
        {
          kind: 'registry',
          path: '/api/v1/conditions?limit=1000',
          columns: [
            {
              selector: { vi: 'name.vi', en: 'name.en' },
              title: { vi: 'Nơi', en: 'Place' },
              type: 'string',
            },
            { selector: 'site', title: { vi: 'Cơ sở', en: 'Site' }, type: 'string' },
            {
              selector: { vi: 'stateName.vi', en: 'stateName.en' },
              title: { vi: 'Tình trạng', en: 'State' },
              type: 'string',
            },
            { selector: 'channel', title: { vi: 'Vì kênh', en: 'Because of' }, type: 'string' },
            { selector: 'value', title: { vi: 'Giá trị', en: 'Value' }, type: 'number' },
            { selector: 'unit', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'string' },
            {
              selector: { vi: 'response.vi', en: 'response.en' },
              title: { vi: 'Việc cần làm', en: 'What to do' },
              type: 'string',
            },
            { selector: 'device', title: { vi: 'Thiết bị', en: 'Device' }, type: 'string' },
            {
              selector: 'measuredAt',
              title: { vi: 'Số liệu mới nhất', en: 'Newest reading' },
              type: 'timestamp',
            },
          ],
        },
      ],
    },
  ],
}
