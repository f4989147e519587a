import type { BoardSpec } from '../model.ts'
import { means } from '../panel-specs.ts'
import { HOLDS, LAB_RESULTS, OPERATIONS, ORIGINS, REMAINING, STAYS } from '../tables/batch.ts'
import { COVERAGE } from '../tables/coverage.ts'

export const BATCH: BoardSpec = {
  id: 'batch',
  title: { vi: 'Lô hàng', en: 'Batch' },
  description: {
    vi: 'Một lô đã ở đâu, trong điều kiện nào, ai đã làm gì, kiểm nghiệm ra sao, từ đâu mà có.',
    en: 'Where a batch was and what it was like there, what was done, what laboratories found, what it came from.',
  },
  past: '7d',
  ofBatch: true,
  panels: [
    means(
      [
        'temperature',
        'temperature/top',
        'temperature/middle',
        'temperature/bottom',
        'temperature/air',
        'temperature/product',
      ],
      {
        title: { vi: 'Nhiệt độ nơi lô đã ở', en: 'Temperature where the batch was' },
        description: {
          vi: 'Của những thiết bị đứng cùng chỗ với lô trong khoảng thời gian đang xem. Vùng tô màu là lúc lô ở đó; ngoài vùng đó là chuyện của nơi ấy, không phải của lô. Giới hạn tuỳ nơi: xem bảng của nơi đó. Không có đường nào: chọn thời gian của một lần ở.',
          en: 'Of the devices that stood with the batch in the time that is shown. While an area is coloured the batch was there; outside it is the story of the place, not of the batch. Limits differ by place: see its dashboard. No line: choose the time of a stay.',
        },
        size: [24, 10],
      },
    ),
    means(['relative-humidity'], {
      title: { vi: 'Độ ẩm nơi lô đã ở', en: 'Humidity where the batch was' },
      description: {
        vi: 'Chỉ kho, vườn và sân có đo. Kho thường ẩm lâu ngày thì nhãn và thùng giấy hỏng: thông gió; quả trong kho lạnh héo khi khô: giảm thông gió.',
        en: 'Only stores, orchards and yards measure it. Long damp spoils labels and cartons in a store: ventilate; fruit in a cold room shrivels when it is dry: ventilate less.',
      },
      size: [24, 8],
    }),
    STAYS,
    REMAINING,
    HOLDS,
    OPERATIONS,
    LAB_RESULTS,
    ORIGINS,
    COVERAGE,
  ],
}
