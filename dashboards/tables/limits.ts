import type { PlaceKind } from '#domain/place.ts'

import type { PanelSpec } from '../model.ts'

/** What is watched at such places now: what people have approved may differ from the starting values that charts draw. */
export function createLimitsTable(placeKinds: readonly PlaceKind[]): PanelSpec {
  return {
    shape: 'table',
    title: { vi: 'Giới hạn đang dùng', en: 'Limits in force' },
    description: {
      vi: 'Báo động theo bảng này; vạch trên các hình là giá trị ban đầu. Không hợp với nơi của mình: sửa giới hạn (PUT /api/v1/limits).',
      en: 'Alarms follow this table; the lines in charts are the starting values. Where one does not suit your place, approve another (PUT /api/v1/limits).',
    },
    size: [24, 10],
    queries: [
      {
        kind: 'registry',
        path: `/api/v1/limit-levels?placeKind=${placeKinds.join(',')}`,
        columns: [
          {
            selector: { vi: 'name.vi', en: 'name.en' },
            title: { vi: 'Báo động', en: 'Alarm' },
            type: 'string',
          },
          { selector: 'channels', title: { vi: 'Kênh', en: 'Channels' }, type: 'string' },
          { selector: 'measure', title: { vi: 'Cách đo', en: 'Measure' }, type: 'string' },
          {
            selector: { vi: 'sideName.vi', en: 'sideName.en' },
            title: { vi: 'Phía', en: 'Side' },
            type: 'string',
          },
          { selector: 'bound', title: { vi: 'Giới hạn', en: 'Bound' }, type: 'number' },
          { selector: 'unit', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'string' },
          {
            selector: 'priority',
            title: { vi: 'Mức', en: 'Priority' },
            type: 'string',
            coloured: true,
          },
          { selector: 'onDelay', title: { vi: 'Báo sau', en: 'Raised after' }, type: 'string' },
          { selector: 'validFrom', title: { vi: 'Có từ', en: 'Valid from' }, type: 'timestamp' },
          { selector: 'approvedBy', title: { vi: 'Ai duyệt', en: 'Approved by' }, type: 'string' },
          {
            selector: { vi: 'response.vi', en: 'response.en' },
            title: { vi: 'Việc cần làm', en: 'What to do' },
            type: 'string',
          },
        ],
      },
    ],
  }
}
