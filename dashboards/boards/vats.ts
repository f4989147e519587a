import type { BoardSpec } from '../model.ts'
import { means, newest, rises, states } from '../panel-specs.ts'
import { createLimitsTable } from '../tables/limits.ts'

export const VATS: BoardSpec = {
  id: 'vats',
  title: { vi: 'Bể chượp', en: 'Vats' },
  description: {
    vi: 'Một bể, hoặc ba mươi bể cạnh nhau: khối chượp, nước bổi, bơm, nắp và mưa.',
    en: 'One vat, or thirty side by side: mash, brine, pump, lid and rain.',
  },
  past: '7d',
  choose: { placeKinds: ['vat'], several: true, weather: true },
  panels: [
    newest(['temperature/middle'], {
      title: { vi: 'Nhiệt độ giữa khối chượp, mới nhất', en: 'Mash temperature, middle, newest' },
      description: {
        vi: 'Các bể cạnh nhau. Tốt nhất 35–40 °C.',
        en: 'The vats side by side. Best is 35–40 °C.',
      },
      placeKind: 'vat',
      size: [8, 14],
    }),
    newest(['brine-density'], {
      title: { vi: 'Tỷ trọng nước bổi, mới nhất', en: 'Brine density, newest' },
      description: {
        vi: '25 °Bé là 1,208 g/mL. Đo lại bằng Baumé kế trước khi thêm muối hay nước.',
        en: '25 °Bé is 1.208 g/mL. Check with a hydrometer before adding salt or water.',
      },
      placeKind: 'vat',
      size: [8, 14],
    }),
    newest(['level'], {
      title: { vi: 'Mực nước, mới nhất', en: 'Level, newest' },
      description: {
        vi: 'Mực thấp hẳn so với bể khác: kiểm tra rò rỉ. Cao hẳn sau mưa: nước mưa đã vào bể.',
        en: 'Much lower than others: look for a leak. Much higher after rain: rain has got in.',
      },
      placeKind: 'vat',
      size: [8, 14],
    }),
    means(['temperature/top', 'temperature/middle', 'temperature/bottom'], {
      title: { vi: 'Khối chượp theo độ sâu', en: 'Mash by depth' },
      description: {
        vi: 'Khối 5 tấn đổi rất chậm; dao động 5–6 °C mỗi ngày nghĩa là đầu đo đang treo trong không khí.',
        en: 'Five tonnes change slowly; a swing of 5–6 °C a day means the probe hangs in air.',
      },
      placeKind: 'vat',
      size: [12, 9],
    }),
    means(['brine-density'], {
      title: { vi: 'Nước bổi', en: 'Brine' },
      description: {
        vi: 'Giảm sau mưa: nước mưa đã vào bể, kiểm tra nắp.',
        en: 'A fall after rain: rain has got in, look at the lid.',
      },
      placeKind: 'vat',
      size: [12, 9],
    }),
    means(['level'], {
      title: { vi: 'Mực nước', en: 'Level' },
      description: {
        vi: 'Giảm trên 5 mm một ngày mà không rút: rò rỉ hoặc bay hơi.',
        en: 'A fall of more than 5 mm a day without a draw: a leak, or evaporation.',
      },
      placeKind: 'vat',
    }),
    means(['temperature/collector-in', 'temperature/collector-out'], {
      title: { vi: 'Tấm thu nhiệt: vào và ra', en: 'Collector: in and out' },
      description: {
        vi: 'Nắng to, bơm chạy mà ra không nóng hơn vào: kẹt khí, kiểm tra bơm.',
        en: 'Strong sun, the pump on and out no warmer than in: an air lock, look at the pump.',
      },
    }),
    means(['temperature-rise/collector'], {
      title: { vi: 'Tấm thu nhiệt: nóng thêm', en: 'Collector: rise' },
      description: {
        vi: 'Ra trừ vào. Nắng to mà bơm chạy chỉ thêm dưới 1 K: kẹt khí, kiểm tra bơm. Rất cao: bơm đứng, nước bổi nằm trong tấm.',
        en: 'Outlet minus inlet. Below 1 K with strong sun and the pump on: an air lock, look at the pump. Very high: the pump stands and the brine stays in the collector.',
      },
    }),
    states(['pump'], {
      title: { vi: 'Máy bơm', en: 'Pump' },
      description: {
        vi: 'Hai tháng đầu phải náo đảo mỗi ngày. Không chạy cả ngày: bật bơm.',
        en: 'In the first two months the mash is stirred daily. Off all day: switch it on.',
      },
      placeKind: 'vat',
      size: [12, 9],
    }),
    states(['lid'], {
      title: { vi: 'Nắp bể', en: 'Lid' },
      description: {
        vi: 'Nắp mở khi mưa làm thối mắm: đóng nắp ngay.',
        en: 'An open lid in rain spoils the sauce: close it at once.',
      },
      placeKind: 'vat',
      size: [12, 9],
    }),
    rises(['rain'], {
      title: { vi: 'Mưa ở sân phơi', en: 'Rain at the yard' },
      description: {
        vi: 'Trước và trong khi mưa mọi nắp phải đóng.',
        en: 'Before and during rain every lid must be closed.',
      },
      devices: 'weather',
    }),
    means(['irradiance'], {
      title: { vi: 'Bức xạ mặt trời ở sân phơi', en: 'Irradiance at the yard' },
      description: {
        vi: 'Trên 500 W/m² là nắng tốt để giang phơi và chạy tấm thu nhiệt.',
        en: 'Above 500 W/m² is good sun for opening lids and running the collectors.',
      },
      devices: 'weather',
    }),
    createLimitsTable(['vat']),
  ],
}
