import type { BoardSpec } from '../model.ts'
import { means, rises } from '../panel-specs.ts'
import { createLimitsTable } from '../tables/limits.ts'

export const ORCHARD: BoardSpec = {
  id: 'orchard',
  title: { vi: 'Vườn cây', en: 'Orchard' },
  description: {
    vi: 'Thời tiết, sức hút nước của không khí, nước trong đất theo độ sâu, lá ướt.',
    en: 'Weather, how dry the air is to leaves, soil water by depth, leaf wetness.',
  },
  past: '7d',
  choose: { placeKinds: ['orchard-block'], several: true },
  panels: [
    means(['temperature'], {
      title: { vi: 'Nhiệt độ không khí', en: 'Air temperature' },
      description: {
        vi: 'Gió Lào: nóng và khô từ sáng. Rét: dưới 12 °C cây ngừng sinh trưởng.',
        en: 'The foehn wind: hot and dry from the morning. Below 12 °C trees stop growing.',
      },
      placeKind: 'orchard-block',
    }),
    means(['relative-humidity'], {
      title: { vi: 'Độ ẩm không khí', en: 'Relative humidity' },
      description: {
        vi: 'Trên 90 % nhiều giờ: coi như lá ướt, bệnh ghẻ và thán thư dễ phát.',
        en: 'Above 90 % for hours counts as wet leaves: scab and anthracnose spread.',
      },
    }),
    means(['vapour-pressure-deficit'], {
      title: { vi: 'Độ thiếu hụt hơi nước (VPD)', en: 'Vapour pressure deficit (VPD)' },
      description: {
        vi: 'Không khí hút nước của lá mạnh đến đâu, tính từ nhiệt độ và độ ẩm. Cao: cây khép khí khổng, tưới buổi sáng, phun thuốc lúc khác. Dưới 0,2 kPa nhiều giờ: lá lâu khô, coi chừng bệnh.',
        en: 'How hard the air draws water from leaves, from temperature and humidity. High: leaves close, irrigate in the morning and spray at another time. Below 0.2 kPa for hours: leaves stay wet, watch for disease.',
      },
      placeKind: 'orchard-block',
    }),
    means(['soil-moisture/15cm', 'soil-moisture/30cm', 'soil-moisture/60cm'], {
      title: { vi: 'Nước trong đất theo độ sâu', en: 'Soil water by depth' },
      description: {
        vi: 'Tầng 15–30 cm nuôi rễ ăn. So các tầng: nước tưới có xuống sâu không.',
        en: 'Feeder roots live at 15–30 cm. Compare depths: does irrigation reach down?',
      },
      placeKind: 'orchard-block',
    }),
    means(['soil-temperature/15cm', 'soil-temperature/30cm', 'soil-temperature/60cm'], {
      title: { vi: 'Nhiệt độ đất theo độ sâu', en: 'Soil temperature by depth' },
      description: {
        vi: 'Đổi chậm dần theo độ sâu; tầng sâu nhấp nhô theo ngày là đầu đo bị lộ.',
        en: 'Slower with depth; a deep layer that follows the day is a probe laid bare.',
      },
    }),
    means(['soil-conductivity/15cm', 'soil-conductivity/30cm', 'soil-conductivity/60cm'], {
      title: { vi: 'Độ dẫn điện của đất', en: 'Soil conductivity' },
      description: {
        vi: 'Tăng dần khi ít mưa: muối tích lại, tưới rửa; giảm bón.',
        en: 'Rising while it is dry: salts gather, leach them and fertilize less.',
      },
    }),
    means(['leaf-wetness'], {
      title: { vi: 'Lá ướt', en: 'Leaf wetness' },
      description: {
        vi: 'Ướt quá 4 giờ ở 20–27 °C: kiểm tra bệnh trong tuần.',
        en: 'Wet for more than 4 hours at 20–27 °C: look for disease within the week.',
      },
    }),
    rises(['rain'], {
      title: { vi: 'Mưa', en: 'Rain' },
      description: {
        vi: 'Sau mưa lớn: khơi rãnh. Trước ngày phun: xem dự báo, mưa rửa trôi thuốc.',
        en: 'After heavy rain: open the drains. Before spraying: rain washes it off.',
      },
    }),
    means(['wind-gust'], {
      title: { vi: 'Gió giật', en: 'Wind gusts' },
      description: {
        vi: 'Trên 15 m/s: chống cây, hái trước quả sắp chín. Không phun khi gió trên 4 m/s.',
        en: 'Above 15 m/s: prop trees, pick what is nearly ripe. No spraying above 4 m/s.',
      },
    }),
    means(['irradiance'], {
      title: { vi: 'Bức xạ mặt trời', en: 'Irradiance' },
      description: {
        vi: 'Ban trưa dưới một nửa ngày bên cạnh mà trời quang: lau mặt cảm biến.',
        en: 'Less than half of the day before under a clear sky: clean the sensor.',
      },
    }),
    means(['par'], {
      title: { vi: 'Ánh sáng quang hợp', en: 'Light for growth (PAR)' },
      description: {
        vi: 'Trong tán thấp hẳn ngoài trời: tỉa cành.',
        en: 'Far lower inside the canopy than outside: prune.',
      },
    }),
    createLimitsTable(['orchard-block']),
  ],
}
