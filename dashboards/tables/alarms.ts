import type { Column, PanelSpec } from '../model.ts'

/** Where a row leads. */
export const PLACE_LINK = {
  boardColumn: { vi: 'Bảng', en: 'Board' },
  placeColumn: { vi: 'Mã nơi', en: 'Place id' },
  siteColumn: { vi: 'Cơ sở', en: 'Site' },
} as const

const PRIORITY: Column = {
  selector: 'priority',
  title: { vi: 'Mức', en: 'Priority' },
  type: 'string',
  coloured: true,
}

export const OPEN_ALARMS: PanelSpec = {
  shape: 'table',
  title: { vi: 'Đang mở, khẩn nhất đứng đầu', en: 'Open, the worst first' },
  description: {
    vi: 'Bắt đầu từ dòng đầu tiên: làm theo cột "Việc cần làm", rồi bấm nhận. Bấm vào một dòng để xem nơi đó. Không có dòng nào: mọi thứ trong giới hạn.',
    en: 'Begin with the first row: do what "What to do" says, then acknowledge. A click on a row shows the place. No rows: everything keeps to its limits.',
  },
  size: [24, 12],
  drillDown: PLACE_LINK,
  queries: [
    {
      kind: 'registry',
      path: '/api/v1/alarms/open?place=${place:csv}&limit=1000',
      mayBeEmpty: true,
      columns: [
        PRIORITY,
        {
          selector: { vi: 'about.name.vi', en: 'about.name.en' },
          title: { vi: 'Báo động', en: 'Alarm' },
          type: 'string',
        },
        {
          selector: { vi: 'about.placeName.vi', en: 'about.placeName.en' },
          title: { vi: 'Nơi', en: 'Place' },
          type: 'string',
        },
        { selector: 'channel', title: { vi: 'Kênh', en: 'Channel' }, type: 'string' },
        { selector: 'value', title: { vi: 'Giá trị', en: 'Value' }, type: 'number' },
        { selector: 'about.unit', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'string' },
        {
          selector: { vi: 'phaseName.vi', en: 'phaseName.en' },
          title: { vi: 'Tình trạng', en: 'State' },
          type: 'string',
        },
        { selector: 'since', title: { vi: 'Từ lúc', en: 'Since' }, type: 'timestamp' },
        { selector: 'assignee', title: { vi: 'Giao cho', en: 'Assigned to' }, type: 'string' },
        {
          selector: { vi: 'about.response.vi', en: 'about.response.en' },
          title: { vi: 'Việc cần làm', en: 'What to do' },
          type: 'string',
        },
        { selector: 'about.site', title: PLACE_LINK.siteColumn, type: 'string' },
        { selector: 'place', title: PLACE_LINK.placeColumn, type: 'string' },
        { selector: 'about.board', title: PLACE_LINK.boardColumn, type: 'string' },
      ],
    },
  ],
}

export const ALARM_LOG: PanelSpec = {
  shape: 'table',
  title: { vi: 'Đã xảy ra gì, ai làm gì', en: 'What happened, and who did what' },
  description: {
    vi: 'Mới nhất đứng đầu, nhiều nhất một nghìn dòng. Báo động hết mà không ai nhận: hỏi xem người trực có được báo không.',
    en: 'The newest first, at most a thousand. An alarm that is over and nobody acknowledged: ask whether the person on duty was told.',
  },
  size: [24, 12],
  drillDown: PLACE_LINK,
  queries: [
    {
      kind: 'registry',
      path: '/api/v1/alarm-events?place=${place:csv}&from=${__from:date:iso}&until=${__to:date:iso}&order=newest&limit=1000',
      mayBeEmpty: true,
      columns: [
        { selector: 'at', title: { vi: 'Lúc', en: 'At' }, type: 'timestamp' },
        {
          selector: { vi: 'kindName.vi', en: 'kindName.en' },
          title: { vi: 'Việc', en: 'What' },
          type: 'string',
        },
        PRIORITY,
        {
          selector: { vi: 'now.about.name.vi', en: 'now.about.name.en' },
          title: { vi: 'Báo động', en: 'Alarm' },
          type: 'string',
        },
        {
          selector: { vi: 'now.about.placeName.vi', en: 'now.about.placeName.en' },
          title: { vi: 'Nơi', en: 'Place' },
          type: 'string',
        },
        { selector: 'value', title: { vi: 'Giá trị', en: 'Value' }, type: 'number' },
        { selector: 'now.about.unit', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'string' },
        { selector: 'by', title: { vi: 'Ai', en: 'Who' }, type: 'string' },
        { selector: 'reason', title: { vi: 'Vì sao', en: 'Why' }, type: 'string' },
        { selector: 'now.about.site', title: PLACE_LINK.siteColumn, type: 'string' },
        { selector: 'now.place', title: PLACE_LINK.placeColumn, type: 'string' },
        { selector: 'now.about.board', title: PLACE_LINK.boardColumn, type: 'string' },
      ],
    },
  ],
}
